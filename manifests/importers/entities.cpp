// HTML's character references: those quizzes use.
#include <algorithm>
#include <charconv>

#include "manifests/importers/plain.hpp"

namespace preceptor::manifests::importers {
namespace {

constexpr std::pair<std::string_view, unsigned> kEntities[] = {
    {"amp", '&'},      {"lt", '<'},       {"gt", '>'},       {"quot", '"'},     {"apos", '\''},    {"nbsp", ' '},
    {"le", 0x2264},    {"ge", 0x2265},    {"ne", 0x2260},    {"ndash", 0x2013}, {"mdash", 0x2014}, {"micro", 0xB5},
    {"deg", 0xB0},     {"plusmn", 0xB1},  {"times", 0xD7},   {"divide", 0xF7},  {"frac12", 0xBD},  {"frac14", 0xBC},
    {"frac34", 0xBE},  {"alpha", 0x3B1},  {"beta", 0x3B2},   {"gamma", 0x3B3},  {"delta", 0x3B4},  {"Delta", 0x394},
    {"kappa", 0x3BA},  {"lambda", 0x3BB}, {"mu", 0x3BC},     {"sigma", 0x3C3},  {"omega", 0x3C9},  {"hellip", 0x2026},
    {"lsquo", 0x2018}, {"rsquo", 0x2019}, {"ldquo", 0x201C}, {"rdquo", 0x201D}, {"laquo", 0xAB},   {"raquo", 0xBB},
    {"bull", 0x2022},  {"middot", 0xB7},  {"rarr", 0x2192},  {"larr", 0x2190},  {"uarr", 0x2191},  {"darr", 0x2193},
    {"infin", 0x221E}, {"asymp", 0x2248}, {"minus", 0x2212}, {"sup1", 0xB9},    {"sup2", 0xB2},    {"sup3", 0xB3},
    {"copy", 0xA9},    {"reg", 0xAE},     {"trade", 0x2122}, {"sect", 0xA7},    {"euro", 0x20AC},  {"pound", 0xA3},
    {"aacute", 0xE1},  {"eacute", 0xE9},  {"iacute", 0xED},  {"oacute", 0xF3},  {"uacute", 0xFA},  {"ntilde", 0xF1},
    {"Aacute", 0xC1},  {"Eacute", 0xC9},  {"Iacute", 0xCD},  {"Oacute", 0xD3},  {"Uacute", 0xDA},  {"Ntilde", 0xD1},
    {"uuml", 0xFC},    {"Uuml", 0xDC},    {"ouml", 0xF6},    {"auml", 0xE4},    {"szlig", 0xDF},   {"ccedil", 0xE7},
    {"atilde", 0xE3},  {"otilde", 0xF5},  {"egrave", 0xE8},  {"agrave", 0xE0},  {"iquest", 0xBF},  {"iexcl", 0xA1},
};

}  // namespace

std::string entity_text(std::string_view entity) {
  if (entity.size() < 3) return std::string(entity);
  const std::string_view name = entity.substr(1, entity.size() - 2);
  const auto known = std::ranges::find(kEntities, name, [](const auto& row) { return row.first; });
  if (known != std::end(kEntities)) return utf8_of(known->second);
  if (name[0] != '#' || name.size() < 2) return std::string(entity);
  const bool hex = name[1] == 'x' || name[1] == 'X';
  unsigned code = 0;
  const char* from = name.data() + (hex ? 2 : 1);
  const char* to = name.data() + name.size();
  const auto [at, error] = std::from_chars(from, to, code, hex ? 16 : 10);
  return error == std::errc() && at == to ? utf8_of(code) : std::string(entity);
}

}  // namespace preceptor::manifests::importers
