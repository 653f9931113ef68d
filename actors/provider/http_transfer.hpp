#pragma once
// One call on one libcurl handle, on the client's thread only.
#include "actors/provider/http_client.hpp"

#include <curl/curl.h>

namespace tidings {

class http_transfer {
public:
  http_transfer(http_client_limits limits, http_request what, std::function<void(http_outcome)> done);
  http_transfer(const http_transfer&) = delete;
  http_transfer& operator=(const http_transfer&) = delete;

  CURL* handle() const { return handle_.get(); }
  void finish(CURLcode code);
  void fail(bool certainly_not_sent, std::string detail);
  /// A request went out, or was about to.
  bool may_be_sent() const { return requests_ > 0; }

private:
  struct free_handle {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
  };
  struct free_list {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
  };
  static std::size_t on_body(char* bytes, std::size_t size, std::size_t count, void* self);
  static int before_request(void* self, char*, char*, int, int);
  static curl_socket_t before_dialling(void* self, curlsocktype purpose, curl_sockaddr* address);

  http_client_limits limits_;
  http_request what_;
  std::function<void(http_outcome)> done_;
  std::unique_ptr<CURL, free_handle> handle_{curl_easy_init()};
  std::unique_ptr<curl_slist, free_list> headers_;
  std::array<char, CURL_ERROR_SIZE> error_{};
  std::string body_;
  bool too_large_ = false;
  bool forbidden_ = false; ///< an address that may not be dialled
  int requests_ = 0;
};

} // namespace tidings
