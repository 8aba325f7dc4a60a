// The course site's pages, in the language the visitor chose.
#include <map>

#include "core/base/encoding.hpp"
#include "examples/demo_lms/platform.hpp"
#include "examples/demo_support/answers.hpp"

namespace preceptor::demo {

namespace {

struct Words {
  std::string_view site, intro, viewer, language, open, minutes, back, new_tab, frame, made_up;
};

const Words& words(std::string_view tag) {
  static const std::map<std::string_view, Words> all{
      {"en",
       {"Demo course site", "Each unit takes about five minutes. Pick one; it opens on its own page.", "You are looking as", "Language", "Open",
        "about {} min", "Back to the course", "Open in a new tab", "Unit", "A made-up course for trying things out. Nothing here earns credit."}},
      {"es",
       {"Sitio de cursos de prueba", "Cada unidad lleva unos cinco minutos. Elija una; se abre en su propia página.", "Usted mira como", "Idioma", "Abrir",
        "unos {} min", "Volver al curso", "Abrir en otra pestaña", "Unidad", "Un curso inventado para probar. Nada de aquí otorga créditos."}},
      {"ar",
       {"موقع مقررات تجريبي", "تستغرق كل وحدة نحو خمس دقائق. اختر واحدة وستفتح في صفحتها.", "أنت تشاهد بصفتك", "اللغة", "افتح", "نحو {} دقائق",
        "العودة إلى المقرر", "افتح في علامة تبويب جديدة", "الوحدة", "مقرر مختلق للتجربة. لا شيء هنا يمنح ساعات معتمدة."}}};
  return all.at(tag);
}

std::string minutes_text(const Words& w, int minutes) {
  std::string text(w.minutes);
  return text.replace(text.find("{}"), 2, std::to_string(minutes));
}

std::string attribute(std::string_view text) { return base::html_escape(text); }

std::string pill(const std::string& href, std::string_view label, bool current, std::string_view language) {
  return "<li><a href=\"" + attribute(href) + "\" lang=\"" + std::string(language) + "\"" + (current ? " aria-current=\"true\"" : "") + ">" +
         base::html_escape(label) + "</a></li>";
}

std::string switches(const View& view, const Words& w) {
  std::string out = "<h2 id=\"who\">" + std::string(w.viewer) + "</h2><ul class=\"pills\" aria-labelledby=\"who\">";
  for (const auto& user : users())
    out += pill("/?" + View{&user, view.language}.query(), user.label, &user == view.user, "en");
  out += "</ul><h2 id=\"tongue\">" + std::string(w.language) + "</h2><ul class=\"pills\" aria-labelledby=\"tongue\">";
  for (const auto& language : languages())
    out += pill("/?" + View{view.user, &language}.query(), language.label, &language == view.language, language.tag);
  return out + "</ul>";
}

std::string header(const Words& w) {
  return "<header class=\"bar\"><div class=\"wrap\"><strong>" + std::string(w.site) + "</strong><span class=\"quiet\" lang=\"en\">" +
         std::string(kContextLabel) + "</span></div></header>\n";
}

constexpr std::string_view kFrameStyle = R"(<style>
iframe{display:block;width:100%;min-height:600px;border:1px solid var(--line);border-radius:10px;background:var(--surface)}
.row{display:flex;flex-wrap:wrap;gap:.5rem 1.5rem}
</style>
)";

// The tool may say how tall its page is; only its own frame is believed.
std::string resize_script(const std::string& tool) {
  return "<script>addEventListener('message',function(e){var f=document.querySelector('iframe'),d=e.data;"
         "if(!f||e.source!==f.contentWindow||e.origin!=='" + attribute(tool) + "')return;"
         "if(typeof d==='string'){try{d=JSON.parse(d)}catch(x){return}}"
         "if(d&&d.subject==='lti.frameResize'&&d.height>0)f.style.height=Math.min(Math.ceil(d.height),5000)+'px'})</script>\n";
}

}  // namespace

std::string course_page(const PlatformSettings& settings, const View& view) {
  const Words& w = words(view.language->tag);
  std::string body = header(w) + "<main class=\"wrap\">\n<h1 lang=\"en\" dir=\"auto\">" + std::string(kContextTitle) + "</h1>\n<p>" + std::string(w.intro) +
                     "</p>\n<ul class=\"plain\">\n";
  for (const auto& link : settings.links) {
    const std::string href = "/unit?link=" + base::percent_encode(link.id) + "&" + view.query();
    body += "<li class=\"card\"><h2 lang=\"en\" dir=\"auto\">" + base::html_escape(link.title) + "</h2><p class=\"quiet\"><bdi lang=\"en\">" +
            base::html_escape(link.summary) + "</bdi> · <span>" + minutes_text(w, link.minutes) + "</span></p><a class=\"button wide\" href=\"" +
            attribute(href) + "\">" + std::string(w.open) + "<span class=\"visually\" lang=\"en\"> " + base::html_escape(link.title) + "</span></a></li>\n";
  }
  body += "</ul>\n" + switches(view, w) + "<p class=\"quiet\">" + std::string(w.made_up) + "</p>\n</main>\n";
  constexpr std::string_view hidden =
      "<style>.visually{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}</style>\n";
  return document({std::string(kContextTitle), std::string(view.language->tag), view.language->right_to_left, std::string(hidden), body});
}

std::string unit_page(const PlatformSettings& settings, const View& view, const Link& link) {
  const Words& w = words(view.language->tag);
  const std::string launch = "/launch?link=" + base::percent_encode(link.id) + "&" + view.query();
  std::string body = header(w) + "<main class=\"wrap\">\n<h1 lang=\"en\" dir=\"auto\">" + base::html_escape(link.title) + "</h1>\n<p class=\"row\"><a href=\"/?" +
                     attribute(view.query()) + "\">" + std::string(w.back) + "</a> <a href=\"" + attribute(launch) + "\" target=\"_blank\" rel=\"noopener\">" +
                     std::string(w.new_tab) + "</a></p>\n<iframe title=\"" + std::string(w.frame) + ": " + attribute(link.title) + "\" src=\"" +
                     attribute(launch) + "\"></iframe>\n</main>\n" + resize_script(settings.tool);
  return document({link.title, std::string(view.language->tag), view.language->right_to_left, std::string(kFrameStyle), body});
}

ports::HttpResponse posting_page(const std::string& action, const base::Fields& fields, std::string_view button) {
  std::string body = "<main class=\"wrap\"><h1>One moment</h1><form method=\"post\" action=\"" + attribute(action) + "\">\n";
  for (const auto& [name, value] : fields)
    body += "<input type=\"hidden\" name=\"" + attribute(name) + "\" value=\"" + attribute(value) + "\">\n";
  body += "<noscript><button>" + std::string(button) + "</button></noscript></form></main>\n<script>document.forms[0].submit()</script>\n";
  return html(200, document({"One moment", "en", false, "", body}));
}

}  // namespace preceptor::demo
