#pragma once
// Errors as GOV.UK Notify's clients read them:
// {"status_code":400,"errors":[{"error":"BadRequestError","message":"…"}]}. Never with a number or a word of a
// patient's in them. Pure.
#include "schemas/errors.hpp"
#include "web/endpoint/http_types.hpp"

#include <tl/expected.hpp>

#include <string>
#include <vector>

namespace tidings::web::notify {

struct fault {
  std::string error; ///< the class, e.g. `BadRequestError`
  std::string message;
  bool operator==(const fault&) const = default;
};
struct rejection {
  int status = 400;
  std::vector<fault> faults;
};
template <class T> using checked = tl::expected<T, rejection>;

tl::unexpected<rejection> reject(int status, std::string error, std::string message);
tl::unexpected<rejection> bad_request(std::string message);
tl::unexpected<rejection> invalid(std::string message); ///< ValidationError

std::string rejection_body(const rejection& why);
response rejected(const rejection& why);
/// Another's id and an id that nobody has look the same.
response no_result();
/// What the broker said instead of yes, by Notify's classes.
response rejected(const failure& why);
/// Any other part's refusal (too many requests, stopping, …) in this form: clients read no other. Answers that are
/// well, or Notify's already, stay as they are.
response in_notify_form(response answer);
/// What is answered before a request comes to its handler, in the form of the API that its path belongs to.
response in_form_of(std::string_view path, response answer);
/// 200 or 201, never kept by anybody.
response notify_json(int status, std::string body);

} // namespace tidings::web::notify
