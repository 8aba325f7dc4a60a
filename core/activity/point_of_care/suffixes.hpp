// Stop words and suffixes of three languages, on folded words. Deliberately simple: README.md says what each rule does
// and misses.
#pragma once
#include <string>
#include <string_view>

namespace preceptor::point_of_care {

bool is_english_stop_word(std::string_view folded);
bool is_spanish_stop_word(std::string_view folded);
bool is_arabic_stop_word(std::string_view folded);

// Words that a question is put with, whatever it is about: "must I give", "debería usar". They say something in a text, so there they stay.
bool is_english_everyday_word(std::string_view folded);
bool is_spanish_everyday_word(std::string_view folded);
bool is_arabic_everyday_word(std::string_view folded);

std::string english_stem(std::string_view folded);
std::string spanish_stem(std::string_view folded);
std::string arabic_stem(std::string_view folded);

}  // namespace preceptor::point_of_care
