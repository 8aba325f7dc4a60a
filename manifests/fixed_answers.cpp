#include "manifests/fixed_answers.hpp"

#include <algorithm>

namespace preceptor::manifests {
namespace {

using activity::QuestionType;

struct Words {
  QuestionType type;
  std::string_view language;
  std::vector<std::string_view> labels;  // in the order of activity::fixed_options
};

const std::vector<Words>& all_words() {
  static const std::vector<Words> kWords = {
      {QuestionType::yesno, "en", {"Yes", "No"}},
      {QuestionType::yesno, "es", {"Sí", "No"}},
      {QuestionType::yesno, "ar", {"نعم", "لا"}},
      {QuestionType::barrier,
       "en",
       {"Knowledge or skills", "Incentives: pay, measures, liability", "The system: records, orders, time, staff, supplies",
        "Access: cost, language, distance, trust", "What patients prefer", "The team: hand-overs, roles", "Nothing"}},
      {QuestionType::barrier,
       "es",
       {"Conocimientos o habilidades", "Incentivos: pago, indicadores, responsabilidad", "El sistema: historia clínica, órdenes, tiempo, personal, material",
        "Acceso: costo, idioma, distancia, confianza", "Lo que prefieren los pacientes", "El equipo: traspasos, funciones", "Nada"}},
      {QuestionType::barrier,
       "ar",
       {"المعرفة أو المهارات", "الحوافز: الأجر والمؤشرات والمسؤولية", "النظام: السجلات والأوامر والوقت والطاقم والمستلزمات",
        "الوصول: التكلفة واللغة والمسافة والثقة", "ما يفضله المرضى", "الفريق: التسليم والأدوار", "لا شيء"}},
      {QuestionType::decision,
       "en",
       {"Go: education is the right tool", "Part: education helps, and something else is needed too", "No-go: education is the wrong tool",
        "More data is needed first"}},
      {QuestionType::decision,
       "es",
       {"Sí: la formación es la herramienta adecuada", "En parte: la formación ayuda y hace falta algo más", "No: la formación no es la herramienta adecuada",
        "Antes hacen falta más datos"}},
      {QuestionType::decision,
       "ar",
       {"نعم: التعليم هو الأداة المناسبة", "جزئيا: التعليم يفيد ويلزم شيء آخر أيضا", "لا: التعليم ليس الأداة المناسبة", "يلزم أولا مزيد من البيانات"}},
  };
  return kWords;
}

}  // namespace

std::vector<activity::Option> fixed_answers(QuestionType type, std::string_view language) {
  std::vector<activity::Option> options;
  const std::string_view primary = language.substr(0, language.find('-'));
  const auto& words = all_words();
  auto found = std::ranges::find_if(words, [&](const Words& one) { return one.type == type && one.language == primary; });
  if (found == words.end()) found = std::ranges::find_if(words, [&](const Words& one) { return one.type == type; });
  if (found == words.end()) return options;
  const auto ids = activity::fixed_options(type);
  for (std::size_t i = 0; i < ids.size(); ++i)
    options.push_back({std::string(ids[i]), std::string(found->labels[i]), false, ids[i] == "nothing", ""});
  return options;
}

}  // namespace preceptor::manifests
