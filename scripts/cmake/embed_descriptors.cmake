# Turns a serialised FileDescriptorSet (IN) into a C++ source (OUT) that holds
# it: `almanac::v1::DescriptorsWithComments()`.
file(READ ${IN} bytes HEX)
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "\\\\x\\1" bytes "${bytes}")
string(LENGTH "${bytes}" length)
set(text "// Generated from the .proto files.\n#include <string_view>\nnamespace almanac::v1 {\nnamespace {\nconst char kDescriptors[] =\n")
set(at 0)
while(at LESS length)
  string(SUBSTRING "${bytes}" ${at} 320 line)
  string(APPEND text "\"${line}\"\n")
  math(EXPR at "${at} + 320")
endwhile()
string(APPEND text ";\n}\nstd::string_view DescriptorsWithComments() { return {kDescriptors, sizeof kDescriptors - 1}; }\n}\n")
file(WRITE ${OUT} "${text}")
