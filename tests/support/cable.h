// A cable between a client and the throw-away PostgreSQL that can be pulled
// out: what a broken network, a server that restarts and a lost answer look
// like from here, without disturbing whoever else uses that server.
#pragma once

#include <condition_variable>
#include <filesystem>
#include <list>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace almanac::support {

class Cable {
 public:
  // To the database at `address`, as FreshDatabase tells it.
  explicit Cable(const std::string& address);
  ~Cable();
  Cable(const Cable&) = delete;
  Cable& operator=(const Cable&) = delete;

  // The same database, by this cable.
  const std::string& address() const { return address_; }

  // Cuts every connection there is; new ones are let in: a restart that is over.
  void CutAll();
  // Cuts them and lets nobody in until Plug.
  void Unplug();
  void Plug();
  // Waits until so many were turned away since the last Unplug.
  void AwaitTurnedAway(int count);

  // The next statement that ends so does not arrive, and its connection is cut.
  void CutBefore(const std::string& statement);
  // It arrives and is done; its answer is lost with its connection.
  void CutAfter(const std::string& statement);
  // From the next such cut on, nobody is let in until Plug.
  void ThenUnplug();

 private:
  struct Line {
    int client;
    int server;
  };
  enum class Fate { kPass, kLose, kLoseAnswer };

  void LetIn();
  void Carry(std::list<Line>::iterator line);
  void CarryBytes(const Line& line);
  Fate FateOf(const std::string& bytes);
  void CutAllLocked();

  const std::filesystem::path folder_;
  std::string server_;
  std::string address_;
  int listening_ = -1;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool plugged_ = true;
  bool then_unplug_ = false;
  int turned_away_ = 0;
  std::string watched_;
  Fate fate_ = Fate::kPass;
  std::list<Line> lines_;
  std::vector<std::thread> carriers_;
  std::thread porter_;
};

}  // namespace almanac::support
