// Visit -> page. No store, no clock, no decisions: only what is shown.
#pragma once
#include "core/ports/http.hpp"
#include "web/learner/visit.hpp"
#include "web/questions/question_fields.hpp"
#include "web/templates.hpp"

namespace preceptor::web {

struct ReceiptMore;

ports::HttpResponse disclosure_page(const Visit& visit, const Urls& urls, const FormState& state);
// `page`: 0 .. number of sections. A page answered before is shown with its answers, not to be changed.
ports::HttpResponse unit_page(const Visit& visit, const Urls& urls, int page, const FormState& state);
ports::HttpResponse receipt_page(const Visit& visit, const Urls& urls, bool from_launch, const ReceiptMore& more);
// After "Not now".
ports::HttpResponse saved_page(const Visit& visit, const Urls& urls, const activity::Place& place);

// Parts of these pages.
std::vector<View> question_views(const std::vector<const activity::Question*>& questions, const Visit& visit, const FormState& state, bool past);
// Whether "this question does not concern me" is on offer in this attempt.
bool offers_flag(const Visit& visit);
View feedback_view(const activity::Question& question, const Visit& visit);
// Objectives, author, sources, disclosure: what the first page says of the unit.
void add_about(View& view, const Visit& visit);
void add_sources(View& view, const activity::Unit& unit);
// Title, minutes, language, preview and greeting; `step` counts from 1.
void add_head(View& view, const Visit& visit, const FormState& state, int step);
// Whether it is a preview, why, and where staff go on from it.
void add_preview(View& view, const Visit& visit);
void add_form(View& view, const FormState& state);
ports::HttpResponse learner_page(const Visit& visit, const std::string& name, const View& view, const std::string& here, int status,
                                 const char* added_script = nullptr);

// The highest page that may be shown: the first with an unanswered question.
int reachable_page(const Visit& visit);
// Whether every question of the page has its answer (false for a page without questions and for the closing page).
bool is_answered(const Visit& visit, int page);

}  // namespace preceptor::web
