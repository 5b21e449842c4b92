// Feeds every file of a corpus to a fuzz target, and each file's beginnings
// and one-byte changes too, so that the replay still finds what is near.
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace {

void Feed(const std::string& bytes) {
  LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size());
}

// At most this many variants of one file, so that large ones stay quick.
constexpr size_t kVariants = 64;

void FeedWithNeighbours(const std::string& bytes) {
  Feed(bytes);
  const size_t step = bytes.size() / kVariants + 1;
  for (size_t at = 0; at < bytes.size(); at += step) {
    Feed(bytes.substr(0, at));
    std::string bent = bytes;
    bent[at] = static_cast<char>(bent[at] ^ 0x55);
    Feed(bent);
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2 || !std::filesystem::is_directory(argv[1])) {
    std::fprintf(stderr, "usage: %s CORPUS-FOLDER\n", argv[0]);
    return 2;
  }
  size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(argv[1])) {
    std::ifstream file(entry.path(), std::ios::binary);
    FeedWithNeighbours({std::istreambuf_iterator<char>(file), {}});
    ++files;
  }
  std::printf("%zu files replayed\n", files);
  return files == 0 ? 1 : 0;
}
