// Doses inside text that runs from right to left.
#pragma once
#include <string>

namespace preceptor::web {

// The HTML of a page, or of a part of one, with every number and what is written in Latin letters after it ("5 mg", "2.5 mg/kg") kept together from left to
// right: among Arabic letters a browser draws the unit before the number. The elements that do so change nothing of the text for who copies, searches or hears it.
// `right_to_left`: the page around it does. HTML of a page of the other direction, in which nothing does either, comes back as it is.
std::string with_quantities_kept(std::string html, bool right_to_left);

}  // namespace preceptor::web
