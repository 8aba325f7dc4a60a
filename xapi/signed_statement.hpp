// Statements that carry a signature of themselves (xAPI Data 2.6): a JWS over the statement, which names the JWS by its SHA-256 as an attachment.
// Pure but for what `sign` does.
#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"
#include "core/record/rendering.hpp"

namespace preceptor::xapi {

inline constexpr std::string_view kSignatureUsage = "http://adlnet.gov/expapi/attachments/signature";
inline constexpr std::string_view kSignatureContent = "application/octet-stream";

// A compact JWS, RS256, of the statement's text. Errors: those of the key's holder (key_unreadable, certificate_unfit, store_*).
using SignStatement = std::function<base::Result<std::string>(std::string_view statement)>;

// Whether statements of this template are signed where the site switched that on: "completed", "requested" and "earned".
bool is_signed_kind(std::string_view template_name);

// Signs those of `renderings` that are to be: body and signature are what is stored and sent for ever. Without `sign` nothing changes. Errors: those of
// `sign`; json_malformed: a body is no statement.
base::Status sign_renderings(std::vector<record::Rendering>& renderings, const SignStatement& sign);

// The statement's text with the signature's attachment as its last. Error json_malformed.
base::Result<std::string> with_signature(std::string_view statement, std::string_view signature);

// The statement's text as it was before with_signature. Error json_malformed: it has no attachment.
base::Result<std::string> without_signature(std::string_view statement);

// Whether the signature's payload, with the attachment, is the text of that SHA-256 (hex): the statement is the one that was signed. It says nothing of
// the key: for that the JWS is checked.
bool signature_is_of(std::string_view signature, std::string_view statement_sha256);

}  // namespace preceptor::xapi
