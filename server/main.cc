// almanacd: flags, wiring, run, orderly stop.
#include <cstdio>

int main() {
  std::puts("almanacd " ALMANAC_VERSION);
  return 0;
}
