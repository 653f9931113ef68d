#pragma once
// What a support user looks at: each row leaves an entry in its practice's audit trail before it is shown.
#include "web/endpoint/access/principal.hpp"

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace tidings::web {

struct call;
struct house;
using call_ptr = std::shared_ptr<call>;

namespace access {

/// Ids of what an answer shows, by practice.
using shown_ids = std::map<practice_id, std::vector<std::string>>;

/// What each session was shown already: a page that is fetched again each second leaves one entry for each row, not one
/// each second. Forgets all when it is full: then there are more entries, never fewer.
class looks {
public:
  static constexpr std::size_t rows_max = 50'000;

  /// Those that this session wasn't shown by this route yet.
  shown_ids fresh(const std::string& session, std::string_view route, const shown_ids& shown) const;
  void keep(const std::string& session, std::string_view route, const practice_id& practice,
            const std::vector<std::string>& ids);

private:
  std::set<std::string> seen_;
};

/// The ids in the board's answer: of rows with `id`, or of the one thing that the path names. Rows without a practice
/// of their own are of `asked`.
shown_ids ids_in(std::string_view body, const practice_id& asked, const std::string& named);

} // namespace access

/// `show`, for a support user only once the practices' audit trails say what is shown. `body`: the board's answer.
void when_on_record(house&, const call_ptr&, std::string_view body, std::function<void()> show);

} // namespace tidings::web
