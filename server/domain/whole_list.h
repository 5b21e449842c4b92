// A list to its end, for rules that look at all of it.
#pragma once

#include <string>

#include "almanac/v1/options.pb.h"
#include "store/list.h"

namespace almanac::domain {

// Every row that the caller may see and the filter keeps, whole, page after page.
template <class Response, class Request>
Response WholeList(store::Tx& tx, Request request, const std::string& filter = {}) {
  constexpr int kLargestPage = 1000;
  request.set_page_size(kLargestPage);
  request.set_view(v1::FULL);
  Response all;
  do {
    Response page;
    store::List(tx, request, &page, {filter});
    request.set_page_token(page.next_page_token());
    page.clear_next_page_token();
    all.MergeFrom(page);
  } while (!request.page_token().empty());
  return all;
}

}  // namespace almanac::domain
