// Many records mended at once: a CSV of ccid and the fields that change. First a run that changes nothing, then the same text for real.
#include <algorithm>

#include "web/accreditation/credit_section.hpp"
#include "web/accreditation/mending.hpp"

namespace preceptor::web::accreditation {
namespace {

constexpr std::size_t kLinesShown = 500;

struct BulkLine {
  int line = 0;
  std::string ccid, text;
  bool good = false;
};
struct BulkRun {
  std::vector<BulkLine> lines;
  long changed = 0, same = 0, refused = 0, sent = 0;
};

View line_view(const BulkLine& one, const Messages& words) {
  View view;
  view.text("line", words.text("credits_staff.line", {{"n", std::to_string(one.line)}})).text("ccid", one.ccid).text("text", one.text).flag("good", one.good);
  return view;
}

class BulkMender {
 public:
  BulkMender(const Deps& deps, const StaffTurn& turn, bool for_real, bool resend) : deps_(deps), turn_(turn), for_real_(for_real), resend_(resend) {}

  base::Result<BulkRun> run(const TypedTable& table) {
    for (const auto& [line, row] : table.rows)
      if (auto done = mend(line, row); !done) return base::fail(done.error());
    return std::move(run_);
  }

 private:
  void refuse(int line, const std::string& ccid, const std::string& text) {
    ++run_.refused;
    run_.lines.push_back({line, ccid, text, false});
  }

  base::Status mend(int line, const TypedRow& row) {
    const Messages& words = turn_.messages;
    const std::string ccid = row.cell("ccid");
    const auto grant = deps_.grants.load_grant(ccid);
    if (!grant) return base::fail(grant.error());
    if (!*grant) {
      refuse(line, ccid, words.text("credits_staff.bulk.unknown"));
      return {};
    }
    const ports::VaultActor actor{turn_.member.id, "bulk fix"};
    const auto before = deps_.vault.load_profile((*grant)->person, actor);
    if (!before) return base::fail(before.error());
    credit::Profile after = before->value_or(credit::Profile{});
    row.put_into(after);
    for (const auto& one : credit::check_profile(after))
      if (one.refuses) {
        refuse(line, ccid, field_label(one.field, words) + ": " + words.text("profile.problem." + one.key));
        return {};
      }
    const bool same = *before && credit::to_json(after) == credit::to_json(**before);
    if (!same && for_real_) {
      const auto kept = keep_profile(deps_, (*grant)->person, after, actor);
      if (!kept) return base::fail(kept.error());
      if (!*kept) {
        refuse(line, ccid, words.text("credits_staff.bulk.unknown"));
        return {};
      }
    }
    ++(same ? run_.same : run_.changed);
    run_.lines.push_back({line, ccid, words.text(same ? "credits_staff.bulk.same" : for_real_ ? "credits_staff.bulk.changed" : "credits_staff.bulk.would"), true});
    return resend_ && for_real_ ? again(**grant) : base::Status();
  }

  // Only what was rejected goes again: what stands at a board is not disturbed by a list.
  base::Status again(const credit::Grant& grant) {
    if (grant.state != credit::GrantState::rejected) return {};
    const auto found = deps_.desk.check_grant(grant.ccid, turn_.member.id);
    if (!found) return base::fail(found.error());
    if (report::stops(*found)) {
      run_.lines.back().text += " " + turn_.messages.text("credits_staff.still_stopped");
      return {};
    }
    const auto sent = send_again(deps_.book, grant, "bulk fix", turn_.member.person());
    if (!sent && sent.error().code != base::Code::store_conflict) return base::fail(sent.error());
    if (sent) ++run_.sent;
    return {};
  }

  const Deps& deps_;
  const StaffTurn& turn_;
  bool for_real_, resend_;
  BulkRun run_;
};

}  // namespace

ports::HttpResponse CreditSection::bulk(StaffTurn& turn) {
  StaffPage page;
  page.title = turn.messages.text("credits_staff.bulk");
  page.template_name = "credit_bulk";
  page.script = true;
  page.view.text("action", turn.url("/credits/bulk")).text("csv", "");
  return turn.page(std::move(page));
}

ports::HttpResponse CreditSection::run_bulk(StaffTurn& turn) {
  const Messages& words = turn.messages;
  const bool for_real = turn.value("do") == "apply", resend = turn.value("resend") == "yes";
  const std::string csv = turn.value("csv");
  StaffPage page;
  page.title = words.text("credits_staff.bulk");
  page.template_name = "credit_bulk";
  page.script = true;
  View& view = page.view;
  view.text("action", turn.url("/credits/bulk")).text("csv", csv).flag("resend", resend);
  const auto table = read_table(csv);
  const bool keyed = table && std::ranges::any_of(table->rows, [](const auto& one) { return !one.second.cell("ccid").empty(); });
  if (!keyed) {
    view.text_if("problem", table ? words.text("credits_staff.bulk.no_ccid") : words.text("credits_staff.bulk.unreadable", {{"why", table.error().detail}}));
    return turn.page(std::move(page), 422);
  }
  const auto run = BulkMender(deps_, turn, for_real, resend).run(*table);
  if (!run) return turn.failed(run.error());
  std::vector<View> lines, unknown;
  for (const auto& one : run->lines)
    if (!one.good || lines.size() < kLinesShown) lines.push_back(line_view(one, words));
  for (const auto& head : table->unknown) unknown.push_back(text_view(head));
  view.flag("ran", true).flag("applied", for_real).flag("tried", !for_real).list("lines", std::move(lines));
  view.flag("has_unknown", !unknown.empty()).list("unknown", std::move(unknown));
  view.text("sum", words.text("credits_staff.bulk.sum",
                               {{"changed", std::to_string(run->changed)}, {"same", std::to_string(run->same)}, {"refused", std::to_string(run->refused)}}));
  view.text_if("sent", run->sent > 0 ? words.count("credits_staff.bulk.sent", run->sent) : "");
  return turn.page(std::move(page));
}

}  // namespace preceptor::web::accreditation
