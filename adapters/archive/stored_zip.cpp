#include "adapters/archive/stored_zip.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <optional>

namespace preceptor::archive {
namespace {

using base::Code;

constexpr std::size_t kLocalSize = 30, kCentralSize = 46, kEndSize = 22;
constexpr unsigned kFirstDay = 0x21;   // 1980-01-01, the format's first day
constexpr unsigned kNeeds = 10;        // version 1.0: stored members

constexpr std::array<std::uint32_t, 256> kCrcTable = [] {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < 256; ++i) {
    std::uint32_t one = i;
    for (int bit = 0; bit < 8; ++bit) one = (one & 1U) != 0 ? 0xedb88320U ^ (one >> 1) : one >> 1;
    table[i] = one;
  }
  return table;
}();

void little(std::string& out, std::uint64_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) out += static_cast<char>((value >> (8 * i)) & 0xffU);
}

std::uint64_t number_at(std::string_view bytes, std::size_t at, int count) {
  std::uint64_t value = 0;
  for (int i = 0; i < count; ++i) value |= std::uint64_t{static_cast<unsigned char>(bytes[at + static_cast<std::size_t>(i)])} << (8 * i);
  return value;
}

// From "version needed" to the end of "extra field length", the same in both headers.
std::string common_fields(const StoredMember& one) {
  std::string out;
  little(out, kNeeds, 2);
  little(out, 0, 2);   // flags
  little(out, 0, 2);   // stored
  little(out, 0, 2);   // midnight
  little(out, kFirstDay, 2);
  little(out, one.crc, 4);
  little(out, one.size, 4);
  little(out, one.size, 4);
  little(out, one.name.size(), 2);
  little(out, 0, 2);
  return out;
}

std::string local_header(const StoredMember& one) { return "PK\x03\x04" + common_fields(one) + one.name; }

std::string central_header(const StoredMember& one) {
  std::string out = "PK\x01\x02";
  little(out, kNeeds, 2);
  out += common_fields(one);
  little(out, 0, 2 + 2 + 2);   // comment, disk, internal attributes
  little(out, 0, 4);           // external attributes
  little(out, one.offset - kLocalSize - one.name.size(), 4);
  return out + one.name;
}

std::string end_record(std::size_t count, std::uint64_t directory_size, std::uint64_t directory_at) {
  std::string out = "PK\x05\x06";
  little(out, 0, 4);
  little(out, count, 2);
  little(out, count, 2);
  little(out, directory_size, 4);
  little(out, directory_at, 4);
  little(out, 0, 2);
  return out;
}

tl::unexpected<base::Error> no_bundle(std::string why) { return base::fail(Code::bundle_malformed, std::move(why)); }

std::optional<std::string> bytes_at(const ports::ByteSource& source, std::uint64_t offset, std::size_t count) {
  std::string bytes(count, '\0');
  if (source.read_at(offset, bytes.data(), count) != count) return std::nullopt;
  return bytes;
}

// Takes the directory apart, entry by entry; a member must begin where the one before it ends.
class Directory {
 public:
  explicit Directory(const ports::ByteSource& source) : source_(source) {}

  base::Result<StoredZip> read() {
    if (auto found = find(); !found) return base::fail(found.error());
    std::uint64_t at = 0;
    for (std::size_t i = 0; i < count_; ++i)
      if (auto added = add_entry(at); !added) return base::fail(added.error());
    if (at != begins_) return no_bundle("there are bytes between the last member and the directory that belong to nothing");
    if (rest_ != text_.size()) return no_bundle("the directory holds bytes that belong to nothing");
    if (text_ + end_ != expected_ + end_record(count_, text_.size(), begins_)) odd("the directory");
    return std::move(zip_);
  }

 private:
  base::Status find() {
    const std::uint64_t size = source_.size();
    if (size < kEndSize) return no_bundle("too short for a ZIP file");
    if (size > kMostStoredBytes) return no_bundle("larger than a bundle can be");
    auto end = bytes_at(source_, size - kEndSize, kEndSize);
    if (!end) return no_bundle("the file cannot be read to its end");
    end_ = std::move(*end);
    if (!end_.starts_with("PK\x05\x06")) return no_bundle("not a ZIP file, or something stands behind its end");
    count_ = static_cast<std::size_t>(number_at(end_, 10, 2));
    if (count_ == 0 || count_ > kMostStored) return no_bundle(std::to_string(count_) + " members; a bundle has 1 to " + std::to_string(kMostStored));
    const std::uint64_t length = number_at(end_, 12, 4);
    begins_ = number_at(end_, 16, 4);
    if (length > kMostStored * (kCentralSize + kLongestStoredName) || begins_ + length != size - kEndSize) return no_bundle("the directory is not where the end says it is");
    auto text = bytes_at(source_, begins_, static_cast<std::size_t>(length));
    if (!text) return no_bundle("the file cannot be read to its end");
    text_ = std::move(*text);
    return {};
  }

  // `at`: where its header must begin; moved to behind its bytes.
  base::Status add_entry(std::uint64_t& at) {
    if (text_.size() - rest_ < kCentralSize) return no_bundle("the directory ends too early");
    const std::string_view entry = std::string_view(text_).substr(rest_);
    const std::size_t length = static_cast<std::size_t>(number_at(entry, 28, 2));
    if (length > kLongestStoredName || entry.size() - kCentralSize < length) return no_bundle("a member's name is too long");
    StoredMember one{std::string(entry.substr(kCentralSize, length)), at + kLocalSize + length, number_at(entry, 24, 4), static_cast<std::uint32_t>(number_at(entry, 16, 4))};
    if (!is_stored_name(one.name)) return no_bundle("a member has a name that no member of a bundle has");
    if (std::ranges::any_of(zip_.members, [&](const auto& other) { return other.name == one.name; })) return no_bundle(one.name + " is there twice");
    if (number_at(entry, 10, 2) != 0) return no_bundle(one.name + " is compressed; members of a bundle are stored as they are");
    if (number_at(entry, 20, 4) != one.size || number_at(entry, 42, 4) != at || one.offset + one.size > begins_) return no_bundle(one.name + " does not lie where the directory says");
    const auto local = bytes_at(source_, at, kLocalSize + length);
    if (!local) return no_bundle("the file cannot be read to its end");
    if (*local != local_header(one)) odd(one.name);
    at = one.offset + one.size;
    rest_ += kCentralSize + length;
    expected_ += central_header(one);
    zip_.members.push_back(std::move(one));
    return {};
  }

  void odd(const std::string& what) { zip_.odd.push_back(what); }

  const ports::ByteSource& source_;
  StoredZip zip_;
  std::string end_, text_, expected_;
  std::size_t count_ = 0, rest_ = 0;
  std::uint64_t begins_ = 0;
};

}  // namespace

bool is_stored_name(std::string_view name) {
  if (name.empty() || name.size() > kLongestStoredName || name.front() == '.') return false;
  return std::ranges::all_of(name, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_'; });
}

base::Result<StoredZip> read_stored_zip(const ports::ByteSource& source) { return Directory(source).read(); }

std::uint32_t zip_crc(std::string_view bytes, std::uint32_t before) {
  std::uint32_t crc = ~before;
  for (const char c : bytes) crc = kCrcTable[(crc ^ static_cast<unsigned char>(c)) & 0xffU] ^ (crc >> 8);
  return ~crc;
}

base::Status StoredZipWriter::put(std::string_view bytes) {
  if (at_ + bytes.size() > kMostStoredBytes) return base::fail(Code::bundle_too_large, "more than 4 GB");
  if (std::fwrite(bytes.data(), 1, bytes.size(), file_) != bytes.size()) return base::fail(Code::store_failed, std::string("the bundle cannot be written: ") + std::strerror(errno));
  at_ += bytes.size();
  return {};
}

base::Status StoredZipWriter::begin(const std::string& name) {
  if (!is_stored_name(name) || members_.size() == kMostStored || std::ranges::any_of(members_, [&](const auto& one) { return one.name == name; }))
    return base::fail(Code::internal, "a member of the bundle has no usable name");
  members_.push_back({name, at_ + kLocalSize + name.size(), 0, 0});
  return put(local_header(members_.back()));
}

base::Status StoredZipWriter::write(std::string_view bytes) {
  members_.back().crc = zip_crc(bytes, members_.back().crc);
  members_.back().size += bytes.size();
  return put(bytes);
}

// What a member comes to is known at its end: its header is written again.
base::Status StoredZipWriter::end() {
  const StoredMember& one = members_.back();
  const std::string header = local_header(one);
  const auto begins = static_cast<off_t>(one.offset - header.size());
  const bool done = fseeko(file_, begins, SEEK_SET) == 0 && std::fwrite(header.data(), 1, header.size(), file_) == header.size() &&
                    fseeko(file_, static_cast<off_t>(at_), SEEK_SET) == 0;
  if (!done) return base::fail(Code::store_failed, std::string("the bundle cannot be written: ") + std::strerror(errno));
  return {};
}

base::Status StoredZipWriter::finish() {
  const std::uint64_t begins = at_;
  std::string directory;
  for (const StoredMember& one : members_) directory += central_header(one);
  return put(directory + end_record(members_.size(), directory.size(), begins));
}

}  // namespace preceptor::archive
