# Turns a serialised FileDescriptorSet (IN) into a C++ source (OUT) that holds
# it: `almanac::v1::DescriptorsWithComments()`.
# Piece by piece: to cut from one long text costs its whole length each time.
set(piece 2000)
file(SIZE ${IN} size)
file(WRITE ${OUT} "// Generated from the .proto files.\n#include <string_view>\nnamespace almanac::v1 {\nnamespace {\nconst char kDescriptors[] =\n")
set(at 0)
while(at LESS size)
  file(READ ${IN} bytes OFFSET ${at} LIMIT ${piece} HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "\\\\x\\1" bytes "${bytes}")
  file(APPEND ${OUT} "\"${bytes}\"\n")
  math(EXPR at "${at} + ${piece}")
endwhile()
file(APPEND ${OUT} ";\n}\nstd::string_view DescriptorsWithComments() { return {kDescriptors, sizeof kDescriptors - 1}; }\n}\n")
