// The texts of sql/ as the build embeds them.
#pragma once

namespace almanac::store {

// One SELECT of sql/queries. `{{columns}}` stands for the columns of `message`.
struct Query {
  const char* file;
  // Full name of the message that a row becomes.
  const char* message;
  const char* text;
};

// One file of sql/migrations or sql/views: statements that end with a semicolon at a line's end.
struct Script {
  // Without `.sql`; a name that ends in `.sqlite3` or `.postgresql` is for that database only.
  const char* name;
  // SHA-256 of the file as written.
  const char* hash;
  const char* text;
};

}  // namespace almanac::store
