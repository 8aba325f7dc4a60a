#include "tests/unit/formats/schemas.hpp"

#include <libxml/catalog.h>
#include <libxml/parser.h>
#include <libxml/xmlschemas.h>

#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>

namespace preceptor::formats_test {
namespace {

void collect(void* into, const char* format, ...) {
  char line[1024];
  std::va_list arguments;
  va_start(arguments, format);
  std::vsnprintf(line, sizeof line, format, arguments);
  va_end(arguments);
  *static_cast<std::string*>(into) += line;
}

// Whatever the catalog does not map would be fetched: it is refused instead.
xmlParserInputPtr only_files(const char* address, const char* id, xmlParserCtxtPtr context) { return xmlNoNetExternalEntityLoader(address, id, context); }

}  // namespace

std::optional<std::string> schemas() {
  const char* folder = std::getenv("PRECEPTOR_SCHEMAS");
  if (!folder || !*folder) return std::nullopt;
  return std::filesystem::absolute(folder).string();
}

std::string invalidity(const std::string& document, const std::string& schema) {
  const std::string folder = *schemas() + "/medbiquitous";
  // Before the first use of libxml2's catalogs in this program: their default is the machine's own.
  static const bool prepared = [&] {
    ::setenv("XML_CATALOG_FILES", (folder + "/catalog.xml").c_str(), 1);
    xmlInitializeCatalog();
    xmlSetExternalEntityLoader(only_files);
    return true;
  }();
  static_cast<void>(prepared);
  std::string said;
  const std::unique_ptr<xmlSchemaParserCtxt, void (*)(xmlSchemaParserCtxt*)> reader(xmlSchemaNewParserCtxt((folder + "/" + schema).c_str()),
                                                                                    xmlSchemaFreeParserCtxt);
  xmlSchemaSetParserErrors(reader.get(), collect, collect, &said);
  const std::unique_ptr<xmlSchema, void (*)(xmlSchema*)> rules(xmlSchemaParse(reader.get()), xmlSchemaFree);
  if (!rules) return "the schema cannot be read: " + said;
  said.clear();
  const std::unique_ptr<xmlDoc, void (*)(xmlDoc*)> parsed(
      xmlReadMemory(document.data(), static_cast<int>(document.size()), "report.xml", nullptr, XML_PARSE_NONET), xmlFreeDoc);
  if (!parsed) return "not well-formed";
  const std::unique_ptr<xmlSchemaValidCtxt, void (*)(xmlSchemaValidCtxt*)> judge(xmlSchemaNewValidCtxt(rules.get()), xmlSchemaFreeValidCtxt);
  xmlSchemaSetValidErrors(judge.get(), collect, collect, &said);
  return xmlSchemaValidateDoc(judge.get(), parsed.get()) == 0 ? "" : said;
}

}  // namespace preceptor::formats_test
