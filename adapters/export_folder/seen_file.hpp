// report::Seen with memory that does not grow: a few keys in memory, more in a hash table in a file without a name.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "core/report/seen.hpp"

namespace preceptor::export_folder {

class SeenFile : public report::Seen {
 public:
  // `folder` is made (0700) once keys do not fit into memory. `in_memory`: how many keys may lie there, at most 16,384.
  explicit SeenFile(std::string folder, std::size_t in_memory = 8192);
  ~SeenFile() override;
  SeenFile(const SeenFile&) = delete;
  SeenFile& operator=(const SeenFile&) = delete;

  report::Came note(std::string_view key, std::string_view value) override;
  void forget() override;
  base::Status state() const override { return state_; }

 private:
  using Mark = std::array<std::uint8_t, 16>;
  struct Slot {
    Mark key, value;
  };
  static constexpr std::size_t kSlots = 128;   // in a block: 4 KiB
  using Block = std::array<Slot, kSlots>;

  Mark mark(std::string_view text) const;
  report::Came note_in_file(const Mark& key, const Mark& value);
  bool put(int file, std::uint64_t blocks, const Mark& key, const Mark& value, report::Came& came);
  bool read(int file, std::uint64_t number, Block& block);
  int open_table(std::uint64_t blocks);
  bool spill();
  bool grow();
  void fail();

  std::string folder_, salt_;
  std::size_t in_memory_;
  std::map<Mark, Mark> few_;
  int file_ = -1;                    // -1: everything is in memory
  std::uint64_t blocks_ = 0, keys_ = 0;   // of the table in the file
  base::Status state_;
};

}  // namespace preceptor::export_folder
