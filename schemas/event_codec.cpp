#include "schemas/event_codec.hpp"

#include <boost/describe/enum_to_string.hpp>

namespace tidings {

encoded_event encode(const event& what, timestamp at) {
  return std::visit(
      [&](const auto& one) {
        return encoded_event{.type = one.type, .version = 1, .at = at, .payload = codec::encode(one)};
      },
      what);
}

namespace {

template <std::size_t I = 0, class F> result<event> decode_as(event_type type, F&& read) {
  if constexpr (I == std::variant_size_v<event_alternatives>) {
    return fail(error_code::log_damaged,
                "event type " + std::to_string(static_cast<unsigned>(type)) + " is not known to this version");
  } else {
    using candidate = std::variant_alternative_t<I, event_alternatives>;
    if (candidate::type != type) return decode_as<I + 1>(type, std::forward<F>(read));
    return read(candidate{}).map([](candidate&& one) { return event(std::move(one)); });
  }
}

result<event> decode_plain(const encoded_event& bytes) {
  return decode_as(bytes.type, [&](auto one) { return codec::decode<decltype(one)>(bytes.payload); });
}

constexpr std::size_t length_size = 4;

/// The parts of a version 2 payload.
struct sealed_parts {
  std::string_view open; ///< with its length
  std::string_view box;

  std::string_view fields() const { return open.substr(length_size); }
};

result<sealed_parts> parts_of(std::string_view payload) {
  std::uint32_t size = 0;
  if (payload.size() >= length_size) std::memcpy(&size, payload.data(), length_size);
  if (payload.size() < length_size || payload.size() - length_size < size)
    return fail(error_code::log_damaged, "a sealed event is cut off");
  return sealed_parts{payload.substr(0, length_size + size), payload.substr(length_size + size)};
}

std::string bound_to(const practice_id& practice, event_type type, timestamp at, std::string_view open) {
  std::string aad = "tidings event 2";
  aad.append(practice.padded().data(), practice.padded().size());
  codec::writer out(aad);
  out.put(type);
  out.put(at);
  aad += open;
  return aad;
}

result<event> decode_sealed(const encoded_event& bytes, const sealed_parts& parts,
                            const std::optional<std::string>& secrets) {
  return decode_as(bytes.type, [&](auto one) -> result<decltype(one)> {
    codec::reader aside(secrets ? std::string_view(*secrets) : std::string_view());
    codec::reader in(parts.fields(), secrets ? &aside : nullptr);
    in.fields(one);
    if (!in.ok()) return fail(error_code::log_damaged, "these bytes are cut off or not of this type");
    if (!in.at_end() || !aside.at_end())
      return fail(error_code::log_damaged, "these bytes were written by a newer version of Tidings");
    return one;
  });
}

tl::unexpected<failure> newer() {
  return fail(error_code::log_damaged, "event version is newer than this version of Tidings");
}

struct subject_finder {
  const marker& marks;

  seal_subject patient_or(const patient_id& patient, const secret_text& number) const {
    if (!patient.empty()) return {seal_subject::kind::patient, patient.value};
    return of_number(number);
  }
  seal_subject of_number(const secret_text& number) const {
    auto mark = marks.of_number(number.reveal());
    if (mark.empty()) return {};
    return {seal_subject::kind::number, std::move(mark)};
  }
  seal_subject operator()(const patient_updated& e) const { return {seal_subject::kind::patient, e.what.id.value}; }
  seal_subject operator()(const message_accepted& e) const { return patient_or(e.patient, e.to); }
  seal_subject operator()(const reply_received& e) const { return patient_or(e.patient, e.from); }
  seal_subject operator()(const opted_out& e) const { return of_number(e.number); }
  seal_subject operator()(const opted_in& e) const { return of_number(e.number); }
  seal_subject operator()(const operation_requested& e) const {
    return e.patient.empty() ? seal_subject{} : seal_subject{seal_subject::kind::patient, e.patient.value};
  }
  seal_subject operator()(const answer_recorded& e) const {
    return e.patient.empty() ? seal_subject{} : seal_subject{seal_subject::kind::patient, e.patient.value};
  }
  seal_subject operator()(const user_changed&) const { return {}; } // the host's own
  seal_subject operator()(const fft_answered&) const { return {}; } // nobody's: it names no patient
  seal_subject operator()(const group_changed& e) const { return patient_or(e.patient, e.number); }
  seal_subject operator()(const number_disputed& e) const { return of_number(e.number); }
  seal_subject operator()(const waiting_changed& e) const {
    return e.patient.empty() ? seal_subject{} : seal_subject{seal_subject::kind::patient, e.patient.value};
  }
  seal_subject operator()(const details_answered& e) const { return of_number(e.number); }
  seal_subject operator()(const conversation_noted& e) const {
    return e.conversation.empty() ? seal_subject{} : seal_subject{seal_subject::kind::number, e.conversation};
  }
  seal_subject operator()(const file_kept& e) const { return {seal_subject::kind::file, e.file}; }
  seal_subject operator()(const command_parked& e) const { return {seal_subject::kind::parked, to_text(e.item)}; }
  template <class Other> seal_subject operator()(const Other&) const {
    static_assert(!codec::holds_secret<Other>(), "say whose key this event is sealed under");
    return {};
  }
};

} // namespace

seal_subject subject_of(const event& what, const marker& marks) { return std::visit(subject_finder{marks}, what); }

result<encoded_event> seal(const event& what, timestamp at, const practice_id& practice, sealer& keys) {
  return std::visit(
      [&](const auto& one) -> result<encoded_event> {
        if constexpr (!codec::holds_secret<std::decay_t<decltype(one)>>()) {
          return encode(what, at);
        } else {
          const auto marks = keys.marker_of(practice);
          if (!marks) return tl::unexpected(marks.error());
          std::string payload(length_size, '\0'), secrets;
          codec::writer(payload, secrets).fields(one);
          const auto size = static_cast<std::uint32_t>(payload.size() - length_size);
          std::memcpy(payload.data(), &size, length_size);
          const auto box =
              keys.seal(practice, subject_of(what, *marks), bound_to(practice, one.type, at, payload), secrets);
          if (!box) return tl::unexpected(box.error());
          payload += *box;
          return encoded_event{.type = one.type, .version = 2, .at = at, .payload = std::move(payload)};
        }
      },
      what);
}

result<event> decode(const encoded_event& bytes) {
  if (bytes.version == 1) return decode_plain(bytes);
  if (bytes.version != 2) return newer();
  const auto parts = parts_of(bytes.payload);
  if (!parts) return tl::unexpected(parts.error());
  return decode_sealed(bytes, *parts, std::nullopt);
}

result<event> open(const encoded_event& bytes, const practice_id& practice, sealer& keys) {
  if (bytes.version == 1) return decode_plain(bytes);
  if (bytes.version != 2) return newer();
  const auto parts = parts_of(bytes.payload);
  if (!parts) return tl::unexpected(parts.error());
  const auto secrets = keys.open(practice, bound_to(practice, bytes.type, bytes.at, parts->open), parts->box);
  if (!secrets) return tl::unexpected(secrets.error());
  return decode_sealed(bytes, *parts, *secrets);
}

std::string_view name_of(event_type type) { return boost::describe::enum_to_string(type, ""); }

} // namespace tidings
