#include "actors/connector/hand_over/hand_over_place.hpp"

#include "actors/connector/hand_over/document_card.hpp"
#include "actors/connector/hand_over/site_call.hpp"
#include "web/edge/hand_over_folder.hpp"
#include "web/edge/target.hpp"

#include <fmt/format.h>

namespace tidings {
namespace {

/// Documents and nothing else: no appointments are read here.
class place : public clinical_system {
public:
  explicit place(const practice_id& practice) : practice_(practice) {}
  result<std::vector<appointment>> read_appointments(timestamp, timestamp) override { return nothing(); }
  result<patient_details> read_patient(const patient_id&) override { return nothing(); }

  connector_answer perform(const connector_request& what) override {
    connector_answer out;
    if (const auto* document = std::get_if<write_document>(&what)) {
      const auto reference = to_text(document->operation);
      auto done = put({reference, document->pdf, document_card(practice_, *document)});
      if (done)
        out.system_uid = reference;
      else
        out.error = std::move(done.error());
    } else if (const auto* look = std::get_if<find_document>(&what)) {
      const auto reference = to_text(look->operation);
      auto there = has(reference);
      if (!there)
        out.error = std::move(there.error());
      else if (*there)
        out.system_uid = reference;
    } else {
      out.error = nothing().value();
    }
    return out;
  }

protected:
  virtual result<void> put(const edge::handed_document& what) = 0;
  virtual result<bool> has(const std::string& reference) = 0;
  const practice_id& practice() const { return practice_; }

private:
  static tl::unexpected<failure> nothing() {
    return fail(error_code::refused, "the folder for documents takes nothing but documents");
  }
  practice_id practice_;
};

class folder_here final : public place {
public:
  folder_here(const practice_id& practice, std::string folder) : place(practice), folder_(std::move(folder)) {}
  result<void> probe() override { return folder_.look(); }

private:
  result<void> put(const edge::handed_document& what) override { return folder_.put(what); }
  result<bool> has(const std::string& reference) override { return folder_.has(reference); }
  edge::hand_over_folder folder_;
};

class folder_on_site final : public place {
public:
  folder_on_site(const practice_id& practice, std::string agent, std::shared_ptr<site_port> sites, millis patience)
      : place(practice), agent_(std::move(agent)), sites_(std::move(sites)), patience_(patience) {}
  result<void> probe() override {
    const auto there = has(std::string(edge::look_reference));
    return there ? result<void>() : tl::unexpected(there.error());
  }

private:
  result<std::uint16_t> find_way() const {
    return sites_->way_to(practice(), agent_, edge::documents_place.host, edge::documents_place.port);
  }
  /// One order and its answer's line. `unreachable` when certainly no byte left for the site.
  result<std::string> ask(const std::string& order, const std::string& bytes) {
    const auto way = find_way();
    if (!way) return tl::unexpected(way.error());
    const auto before = sites_->traffic_of(*way);
    auto line = site_call(*way, order + bytes, patience_);
    if (line) return line;
    const auto after = sites_->traffic_of(*way);
    const bool nothing_went = line.error().code == error_code::unreachable || nothing_left(before, after);
    return fail(nothing_went ? error_code::unreachable : error_code::outcome_unknown,
                fmt::format("by the agent `{}` on the practice's site: {}", agent_,
                            after.last_trouble.empty() ? line.error().detail : after.last_trouble));
  }
  result<void> put(const edge::handed_document& what) override {
    const auto& pdf = what.pdf.reveal();
    const auto& card = what.card.reveal();
    const auto said =
        ask(fmt::format("put {} {} {} {}\n", practice().str(), what.reference, pdf.size(), card.size()), pdf + card);
    if (!said) return tl::unexpected(said.error());
    return *said == "done" ? result<void>() : because(*said);
  }
  result<bool> has(const std::string& reference) override {
    const auto said = ask(fmt::format("find {} {}\n", practice().str(), reference), {});
    if (!said) return tl::unexpected(said.error());
    if (*said == "there" || *said == "absent") return *said == "there";
    return because(*said);
  }
  tl::unexpected<failure> because(std::string_view said) const {
    constexpr std::string_view for_good = "no refused ", later = "no unreachable ";
    if (said.starts_with(for_good)) return fail(error_code::refused, std::string(said.substr(for_good.size())));
    if (said.starts_with(later)) return fail(error_code::unreachable, std::string(said.substr(later.size())));
    return fail(error_code::outcome_unknown, fmt::format("the agent `{}` gave an answer that can't be read", agent_));
  }

  std::string agent_;
  std::shared_ptr<site_port> sites_;
  millis patience_;
};

} // namespace

std::unique_ptr<clinical_system> local_place(const practice_id& practice, std::string folder) {
  return std::make_unique<folder_here>(practice, std::move(folder));
}

std::unique_ptr<clinical_system> site_place(const practice_id& practice, std::string agent,
                                            std::shared_ptr<site_port> sites, millis patience) {
  return std::make_unique<folder_on_site>(practice, std::move(agent), std::move(sites), patience);
}

} // namespace tidings
