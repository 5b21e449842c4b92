// A bounded line before a fixed number of threads.
#include "api/workers.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>

namespace almanac::api {
namespace {

TEST(Workers, TakeSoManyJobsAndNoMore) {
  std::promise<void> open;
  std::shared_future<void> opened = open.get_future().share();
  std::atomic<int> done{0};
  {
    Workers workers(2, 4);
    for (int i = 0; i < 4; ++i) {
      EXPECT_TRUE(workers.Submit([&done, opened] {
        opened.wait();
        ++done;
      }));
    }
    EXPECT_FALSE(workers.Submit([] {}));
    open.set_value();
  }
  // What was taken is finished before they go.
  EXPECT_EQ(done, 4);
}

TEST(Workers, TakeMoreWhenTheirJobsAreDone) {
  Workers workers(1, 1);
  for (int i = 0; i < 100; ++i) {
    std::promise<void> ran;
    while (!workers.Submit([&ran] { ran.set_value(); })) std::this_thread::yield();
    ran.get_future().wait();
  }
}

}  // namespace
}  // namespace almanac::api
