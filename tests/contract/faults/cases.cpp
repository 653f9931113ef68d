#include "tests/contract/faults/cases.hpp"

#include "schemas/providers/http_contract.hpp"
#include "schemas/providers/notify_account.hpp"
#include "schemas/providers/voice_account.hpp"

namespace tidings::test {
namespace {

constexpr millis timeout{300}; ///< what hangs is waited for this long

provider_settings account_of(const provider_case& which) {
  provider_settings out;
  out.id = provider_id(which.name());
  out.type = which.name();
  out.timeout = timeout;
  out.webhook_user = secret_text("tidings");
  out.webhook_password = secret_text("open sesame");
  return out;
}

const std::string basic = "Authorization: Basic dGlkaW5nczpvcGVuIHNlc2FtZQ==\r\n";
const std::string wrong_basic = "Authorization: Basic dGlkaW5nczpndWVzcw==\r\n";
const std::string form_type = "Content-Type: application/x-www-form-urlencoded\r\n";
const std::string json_type = "Content-Type: application/json\r\n";

class firetext_case final : public provider_case {
public:
  std::string name() const override { return "firetext"; }
  provider_settings account() const override {
    auto out = account_of(*this);
    out.api_key = secret_text("key");
    return out;
  }
  void point_to(provider_settings& account, const std::string& base) const override { account.url = base + "/api"; }
  canned_answer good(phase at, const message_id& message) const override {
    if (at == phase::submit) return {200, R"({"code":0,"description":"SMS successfully queued","responseData":1})"};
    return {200, R"({"code":0,"description":"","responseData":1,"data":[)" + row(message) + "]}"};
  }
  canned_answer refusal(phase at) const override {
    return {200, at == phase::submit ? R"({"code":2,"description":"Destination error","responseData":0})"
                                     : R"({"code":1,"description":"Authentication error","responseData":0})"};
  }
  canned_answer unlisted(phase at) const override {
    if (at == phase::submit) return {200, R"({"code":77,"description":"New","responseData":1})"};
    return {200,
            R"({"code":0,"description":"","responseData":1,"data":[{"reference":"another","status":"Delivered"}]})"};
  }
  canned_answer two_rows(const message_id& message) const override {
    return {200, R"({"code":0,"description":"","responseData":2,"data":[)" + row(message) + "," + row(message) + "]}"};
  }
  std::string content_type() const override { return form_type; }
  std::string login() const override { return basic; }
  std::string wrong_login() const override { return wrong_basic; }
  std::string receipt(const std::string& reference, const std::string& word) const override {
    const std::string status = word == "delivered" ? "0" : word == "pending" ? "2" : "9";
    return "status=" + status + "&code=000&reference=" + reference + "&time=2026-03-02+10:00:05&mobile=447700900123";
  }
  std::string broken_receipt() const override { return "status=0&reference=%4"; }

private:
  static std::string row(const message_id& message) {
    return R"({"reference":")" + to_text(message) + R"(","status":"Pending","messageSent":"2026-03-02 10:00:01"})";
  }
};

/// A gateway that answers in words and is asked in JSON.
class contract_case final : public provider_case {
public:
  std::string name() const override { return "http"; }
  provider_settings account() const override { return account_of(*this); }
  void point_to(provider_settings& account, const std::string& base) const override {
    http_contract out;
    out.send.url = base + "/send";
    out.send.form = {{"to", "((to))"}, {"text", "((text))"}, {"id", "((reference))"}};
    out.accepted.match = "^(0) ";
    out.id.match = "Message-ID: (\\S+)";
    out.code.match = "^\\d+ (\\d+)";
    out.codes = {{"104", attempt_result::permanent}};
    out.look_up.ask.method = "GET";
    out.look_up.ask.url = base + "/look?id=((reference))";
    out.look_up.seen.pointer = "/rows/0/client";
    out.look_up.seen.equals = "((reference))";
    out.look_up.never_seen.pointer = "/none";
    out.look_up.status.pointer = "/rows/0/state";
    out.receipt = {"client", "state", "", "", "", {}};
    account.contract = std::make_shared<const http_contract>(std::move(out));
  }
  canned_answer good(phase at, const message_id& message) const override {
    if (at == phase::submit) return {200, "0 001 OK\r\nMessage-ID: 77\r\n"};
    return {200, R"({"rows":[)" + row(message) + "]}"};
  }
  canned_answer refusal(phase at) const override {
    return {200, at == phase::submit ? "1 104 no such number" : R"({"error":"not allowed"})"};
  }
  canned_answer unlisted(phase at) const override {
    return {200, at == phase::submit ? "2 500 something new" : R"({"rows":[{"client":"another","state":"DELIVRD"}]})"};
  }
  canned_answer two_rows(const message_id& message) const override {
    return {200, R"({"rows":[)" + row(message) + "," + row(message) + "]}"};
  }
  std::string content_type() const override { return json_type; }
  std::string login() const override { return basic; }
  std::string wrong_login() const override { return wrong_basic; }
  std::string receipt(const std::string& reference, const std::string& word) const override {
    const std::string state = word == "delivered" ? "DELIVRD" : word == "pending" ? "ENROUTE" : "something new";
    return R"({"client":")" + reference + R"(","state":")" + state + "\"}";
  }
  std::string broken_receipt() const override { return R"({"client":")"; }

private:
  static std::string row(const message_id& message) {
    return R"({"client":")" + to_text(message) + R"(","state":"ENROUTE"})";
  }
};

class notify_case final : public provider_case {
public:
  std::string name() const override { return "notify"; }
  provider_settings account() const override {
    auto out = account_of(*this);
    out.api_key = secret_text("key-26785a09-ab16-4eb0-8407-a37497a57506-3d844edf-8d35-48ac-975b-e847b4f122b0");
    out.notify =
        std::make_shared<const notify_account>(notify_account{.template_id = "f33517ff-2a88-4f6e-b855-c550268ce08a"});
    return out;
  }
  void point_to(provider_settings& account, const std::string& base) const override { account.url = base; }
  canned_answer good(phase at, const message_id& message) const override {
    if (at == phase::submit)
      return {201,
              R"({"id":"740e5834-3a29-46b4-9a6f-16142fde533a","reference":")" + to_text(message) + R"(","uri":"u"})"};
    return {200, R"({"notifications":[)" + row(message) + R"(],"links":{"current":"c"}})"};
  }
  canned_answer refusal(phase) const override {
    return {200, R"({"status_code":400,"errors":[{"error":"BadRequestError","message":"Template not found"}]})"};
  }
  canned_answer unlisted(phase at) const override {
    if (at == phase::submit)
      return {201, R"({"id":"740e5834-3a29-46b4-9a6f-16142fde533a","reference":"another","uri":"u"})"};
    return {200, R"({"notifications":[{"reference":"another","status":"delivered"}]})"};
  }
  canned_answer two_rows(const message_id& message) const override {
    return {200, R"({"notifications":[)" + row(message) + "," + row(message) + R"(],"links":{"current":"c"}})"};
  }
  std::string content_type() const override { return json_type; }
  std::string login() const override { return "Authorization: Bearer open sesame\r\n"; }
  std::string wrong_login() const override { return "Authorization: Bearer guess\r\n"; }
  std::string receipt(const std::string& reference, const std::string& word) const override {
    return R"({"id":"740e5834-3a29-46b4-9a6f-16142fde533a","reference":")" + reference + R"(","status":")" +
           (word == "unlisted" ? "something-new" : word) + R"(","completed_at":"2026-03-02T10:00:05.000000Z"})";
  }
  std::string broken_receipt() const override { return R"({"id":"740e)"; }

private:
  static std::string row(const message_id& message) {
    return R"({"id":"1","reference":")" + to_text(message) + R"(","status":"sending"})";
  }
};

class voice_case final : public provider_case {
public:
  std::string name() const override { return "voice"; }
  provider_settings account() const override {
    auto out = account_of(*this);
    out.api_key = secret_text("key");
    out.voice = std::make_shared<const voice_account>(voice_account{.account = "us", .from = "441632960001"});
    return out;
  }
  void point_to(provider_settings& account, const std::string& base) const override { account.url = base; }
  canned_answer good(phase at, const message_id& message) const override {
    if (at == phase::submit) return {201, R"({"id":"c1","reference":")" + to_text(message) + R"(","status":"queued"})"};
    return {200, R"({"calls":[)" + row(message) + "]}"};
  }
  canned_answer refusal(phase) const override {
    return {200, R"({"error":{"code":"bad_to","message":"no such number"}})"};
  }
  canned_answer unlisted(phase at) const override {
    if (at == phase::submit) return {201, R"({"id":"c1","reference":"another","status":"queued"})"};
    return {200, R"({"calls":[{"id":"c1","reference":"another","status":"completed"}]})"};
  }
  canned_answer two_rows(const message_id& message) const override {
    return {200, R"({"calls":[)" + row(message) + "," + row(message) + "]}"};
  }
  std::string content_type() const override { return form_type; }
  std::string login() const override { return basic; }
  std::string wrong_login() const override { return wrong_basic; }
  std::string receipt(const std::string& reference, const std::string& word) const override {
    const std::string status = word == "delivered" ? "completed" : word == "pending" ? "ringing" : "something-new";
    return "CallId=c1&Reference=" + reference + "&CallStatus=" + status + "&Timestamp=2026-03-02T10:00:05Z";
  }
  std::string broken_receipt() const override { return "CallId=c1&Reference=%4"; }

private:
  static std::string row(const message_id& message) {
    return R"({"id":"c1","reference":")" + to_text(message) + R"(","status":"ringing"})";
  }
};

} // namespace

std::vector<std::unique_ptr<provider_case>> provider_cases() {
  std::vector<std::unique_ptr<provider_case>> out;
  out.push_back(std::make_unique<firetext_case>());
  out.push_back(std::make_unique<contract_case>());
  out.push_back(std::make_unique<notify_case>());
  out.push_back(std::make_unique<voice_case>());
  return out;
}

} // namespace tidings::test
