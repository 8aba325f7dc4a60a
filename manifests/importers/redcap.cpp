// REDCap's data dictionary: one row a field, 18 columns (the file is the survey owner's own).
#include <algorithm>
#include <array>

#include "core/activity/decimal.hpp"
#include "core/base/ascii.hpp"
#include "manifests/importers/csv.hpp"
#include "manifests/importers/plain.hpp"
#include "manifests/importers/readers.hpp"
#include "manifests/importers/redcap_branching.hpp"
#include "manifests/importers/redcap_columns.hpp"
#include "manifests/importers/write.hpp"

namespace preceptor::manifests::importers {
namespace {

using activity::QuestionType;

// Validations whose values tell who somebody is.
bool identifies(std::string_view validation) {
  static constexpr auto kKinds =
      std::to_array<std::string_view>({"email", "phone", "zipcode", "ssn", "mrn", "postalcode"});
  return std::ranges::any_of(kKinds, [&](std::string_view kind) { return validation.starts_with(kind); });
}
bool is_numeric(std::string_view validation) {
  return validation == "integer" || validation == "int" || validation == "float" || validation.starts_with("number");
}
bool is_yes(std::string_view text) {
  const std::string word = base::lower(text);
  return word == "y" || word == "yes" || word == "1";
}
// Exported names of forms: "burden_survey" -> "Burden survey"
std::string spoken(std::string name) {
  std::ranges::replace(name, '_', ' ');
  if (!name.empty() && name[0] >= 'a' && name[0] <= 'z') name[0] = static_cast<char>(name[0] - 'a' + 'A');
  return name;
}

class RedcapReader {
 public:
  RedcapReader(const RedcapColumns& columns, const Options& options, Draft& draft, Notes& notes)
      : columns_(columns), language_(options.language), draft_(draft), notes_(notes) {}

  void read(const CsvRow& row) {
    row_ = &row;
    name_ = one_line(cell(Column::name), 200);
    type_ = base::lower(one_line(cell(Column::type), 40));
    new_form();
    if (const std::string heading = one_line(words(Column::header), 200); !heading.empty()) draft_.section(heading);
    if (refused()) return;
    if (type_ == "descriptive") {
      if (!one_line(cell(Column::branching), 10).empty())
        changed("its branching logic is gone: the text is shown to everyone");
      return draft_.text(row.line, name_, "", words(Column::label));
    }
    question_ = {};
    if (!shape()) return;
    question_.line = row.line;
    question_.name = name_;
    question_.required = is_yes(one_line(cell(Column::required), 8));
    question_.prompt = words(Column::label);
    if (const std::string more = words(Column::note); !more.empty())
      question_.prompt += (question_.prompt.empty() ? "" : "\n\n") + more;
    if (question_.prompt.find('[') != std::string::npos && question_.prompt.find(']') != std::string::npos)
      changed("piped values like [field] are shown as they were typed");
    branching();
    rest();
    keep();
  }

 private:
  std::string_view cell(Column column) const { return columns_.cell(*row_, column); }
  void dropped(std::string why) { notes_.dropped(row_->line, name_, std::move(why)); }
  void changed(std::string why) { notes_.changed(row_->line, name_, std::move(why)); }

  std::string words(Column column) { return words_of(cell(column)); }
  std::string words_of(std::string_view html) {
    Stripped stripped = strip_html(html, true);
    for (std::string& what : stripped.dropped) dropped(std::move(what));
    for (std::string& what : stripped.changed) changed(std::move(what));
    return std::move(stripped.text);
  }

  void new_form() {
    const std::string form = spoken(one_line(cell(Column::form), 200));
    if (form.empty() || form == form_) return;
    form_ = form;
    draft_.title(form);
    draft_.section(form);
  }

  bool refused() {
    const std::string validation = base::lower(one_line(cell(Column::validation), 40));
    const std::string annotation = base::lower(cell(Column::annotation));
    const bool first = !any_row_;
    any_row_ = true;
    if (is_yes(one_line(cell(Column::identifier), 8)))
      return dropped("warning: it is marked as an identifier; no identifiers are collected"), true;
    if (type_ == "text" && identifies(validation))
      return dropped("warning: \"" + validation + "\" identifies a person; no identifiers are collected"), true;
    if (type_ == "text" && first && (name_ == "id" || name_.ends_with("_id")))
      return dropped("the record's own id; no identifiers are collected"), true;
    if (annotation.find("@hidden") != std::string::npos) return dropped("it was hidden from who answers"), true;
    return false;
  }

  bool shape() {
    if (type_ == "text") return text();
    if (type_ == "notes") return question_.type = QuestionType::text, true;
    if (type_ == "radio" || type_ == "dropdown") return choices(QuestionType::single);
    if (type_ == "checkbox") return choices(QuestionType::multi);
    if (type_ == "yesno") return question_.type = QuestionType::yesno, true;  // the compiler has the words
    if (type_ == "truefalse") return truth();
    if (type_ == "slider") return slider(), true;
    if (type_ == "calc") return dropped("calculated fields have no counterpart: a unit does not compute"), false;
    return dropped("fields of type \"" + type_ + "\" have no counterpart here"), false;
  }

  bool text() {
    const std::string validation = base::lower(one_line(cell(Column::validation), 40));
    question_.type = QuestionType::text;
    if (validation.empty()) return true;
    if (!is_numeric(validation)) {
      changed("a free text: the check \"" + validation + "\" and its limits are gone");
      return true;
    }
    question_.type = QuestionType::number;
    if (validation != "number" && validation != "float")
      changed("any number is taken: \"" + validation + "\" is not checked");
    std::array<std::optional<std::string>, 2> bounds;
    for (const int i : {0, 1}) {
      const std::string typed = one_line(cell(i == 0 ? Column::min : Column::max), 64);
      if (!typed.empty() && !(bounds[i] = activity::canonical_decimal(typed)))
        changed("the limit \"" + typed + "\" is not a number and is gone");
    }
    if (bounds[0] && bounds[1] && activity::decimal_value(*bounds[0]) >= activity::decimal_value(*bounds[1])) {
      changed("the limits are gone: the lowest is not below the highest");
      return true;
    }
    if (bounds[0] || bounds[1]) question_.arguments = "(" + bounds[0].value_or("") + "," + bounds[1].value_or("") + ")";
    return true;
  }

  // "1, Yes | 0, No"
  bool choices(QuestionType type) {
    question_.type = type;
    std::string_view list = cell(Column::choices);
    const std::string alone = none_codes();
    while (true) {
      const auto bar = std::min(list.find('|'), list.size());
      const std::string_view one = list.substr(0, bar);
      const auto comma = one.find(',');
      if (comma == std::string_view::npos) {
        if (!one_line(one, 10).empty())
          return dropped("the choice \"" + one_line(one, 60) + "\" is not written code, label"), false;
      } else {
        const std::string code = one_line(one.substr(0, comma), 64);
        question_.options.push_back({words_of(one.substr(comma + 1)),
                                     {},
                                     false,
                                     alone.find("," + base::lower(code) + ",") != std::string::npos,
                                     code});
      }
      if (bar == list.size()) return true;
      list.remove_prefix(bar + 1);
    }
  }

  // @NONEOFTHEABOVE='98,99': the codes that cannot be combined with others, as ",98,99,".
  std::string none_codes() const {
    const std::string annotation = base::lower(cell(Column::annotation));
    const auto at = annotation.find("@noneoftheabove");
    if (at == std::string::npos) return {};
    std::string codes;
    bool quoted = false;
    for (const char c : annotation.substr(at + 15)) {
      const bool quote = c == '\'' || c == '"';
      if ((quote && quoted) || (c == ' ' && !quoted) || c == '@') break;
      if (quote)
        quoted = true;
      else if (c != '=' && c != ' ')
        codes += c;
    }
    return "," + codes + ",";
  }

  bool truth() {
    const auto [yes, no] = truth_words(language_);
    question_.options = {{yes, {}, false, false, "1"}, {no, {}, false, false, "0"}};
    return question_.type = QuestionType::yesno, true;
  }

  // "left | middle | right", 0 to 100
  void slider() {
    question_.type = QuestionType::scale;
    std::array<std::string, 3> labels;
    std::string_view list = cell(Column::choices);
    for (std::size_t i = 0; i < 3; ++i) {
      const auto bar = std::min(list.find('|'), list.size());
      labels[i] = argument_text(words_of(list.substr(0, bar)));
      list.remove_prefix(std::min(list.size(), bar + 1));
    }
    const bool worded = !labels[0].empty() || !labels[2].empty();
    question_.arguments = worded ? "(0,10," + labels[0] + "," + labels[2] + ")" : "(0,10)";
    changed("a slider from 0 to 100 became a scale with the steps 0 to 10" +
            (labels[1].empty() ? std::string() : "; its middle words are gone: " + labels[1]));
  }

  void branching() {
    const std::string_view logic = cell(Column::branching);
    if (one_line(logic, 10).empty()) return;
    Translated translated = translate_branching(logic, fields_);
    question_.condition = std::move(translated.condition);
    if (!question_.condition.empty()) return;
    dropped("its branching logic: " + translated.why + "; everyone is asked" +
            (question_.required ? ", so it is no longer required" : ""));
    question_.required = false;
  }

  void rest() {
    if (const std::string matrix = one_line(cell(Column::matrix), 60); !matrix.empty() && matrix != matrix_) {
      matrix_ = matrix;
      changed("the fields of matrix \"" + matrix + "\" stand one below the other");
    }
    if (is_yes(one_line(cell(Column::ranking), 8)))
      changed("ranking in a matrix is gone: the same answer can be given twice");
    const std::string annotation = one_line(cell(Column::annotation), 100);
    if (annotation.find('@') != std::string::npos && !base::lower(annotation).starts_with("@noneoftheabove"))
      dropped("its action tags: " + annotation);
  }

  void keep() {
    const QuestionType type = question_.type;
    auto placed = draft_.question(std::move(question_));
    if (!placed) return;
    if (type == QuestionType::yesno) placed->codes = {"1", "0"};
    fields_[base::lower(name_)] = {placed->id, type, std::move(placed->codes)};
  }

  const RedcapColumns& columns_;
  std::string language_;
  Draft& draft_;
  Notes& notes_;
  const CsvRow* row_ = nullptr;
  std::string name_, type_, form_, matrix_;
  bool any_row_ = false;
  DraftQuestion question_;
  RedcapFields fields_;
};

}  // namespace

base::Status read_redcap(std::string_view text, const Options& options, Draft& draft, Notes& notes) {
  const auto rows = read_csv(text);
  if (!rows) return base::fail(rows.error());
  if (rows->empty()) return base::fail(base::Code::content_invalid, "the file is empty");
  const auto columns = RedcapColumns::find(rows->front());
  if (!columns) return base::fail(columns.error());
  RedcapReader reader(*columns, options, draft, notes);
  for (std::size_t i = 1; i < rows->size(); ++i) reader.read((*rows)[i]);
  return {};
}

}  // namespace preceptor::manifests::importers
