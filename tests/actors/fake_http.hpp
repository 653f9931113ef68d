#pragma once
// HTTP calls that wait for the test to answer them.
#include "actors/provider/http_port.hpp"

#include <functional>
#include <vector>

namespace tidings::test {

struct fake_http final : http_port {
  std::vector<http_request> requests;
  std::vector<std::function<void(http_outcome)>> open; ///< of each request
  void call(http_request what, std::function<void(http_outcome)> done) override {
    requests.push_back(std::move(what));
    open.push_back(std::move(done));
  }
};

} // namespace tidings::test
