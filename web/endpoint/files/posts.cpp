// The link of a file is opened, or the file is fetched by it. Looking hands nothing out, since previews and scanners
// follow links; each fetch is in the audit trail.
#include "web/endpoint/files/page.hpp"
#include "web/endpoint/patient_links.hpp"
#include "web/endpoint/target.hpp"

namespace tidings::web {
namespace {

void hand_out(house& home, const call_ptr& one, const view::kept_file_page& page) {
  home.broker.ask("kept-files/" + page.message, {{"file", page.file}}, later(home, [one, page](http_answer said) {
                    if (said.status == 200) return one->done(files::file_itself(page, std::move(said.body)));
                    one->done(said.status == 404 ? files::no_such_page() : files::later_page(503));
                  }));
}

audit_mark_ptr mark_of_reader(const call& one) {
  audit_mark mark;
  mark.request = random_id<request_id>();
  mark.user = "by link";
  mark.role = "reader";
  mark.action = one.asked.method + " " + std::string(one.route);
  return std::make_shared<const audit_mark>(std::move(mark));
}

void open_link(house& home, const call_ptr& one, open_file what) {
  const auto practice = practice_of_link(home, one, {files::no_such_page, files::later_page});
  if (!practice) return;
  what.secret = secret_text(one->arguments[1]);
  auto mark = what.fetched ? mark_of_reader(*one) : nullptr;
  const auto typed = what.address;
  tell_for(home, *practice, {}, std::move(what), std::move(mark), [&home, one, typed](const answer& said) {
    const auto page = files::read_page(said.told.reveal());
    if (page && page->fetched && said.accepted) return hand_out(home, one, *page);
    if (page && page->wrong_address) link_was_wrong(home, *one); // guessed, perhaps
    if (page) return one->done(files::file_page(*page, typed.reveal()));
    if (said.refusal != error_code::not_found)
      return one->done(files::later_page(said.refusal == error_code::overloaded ? 429 : 503));
    link_was_wrong(home, *one);
    one->done(files::no_such_page());
  });
}

} // namespace

void get_file_link(house& home, const call_ptr& one) { open_link(home, one, {}); }

void post_file_link(house& home, const call_ptr& one) {
  open_file what{.secret = {}, .fetched = true, .address = {}};
  const auto form = parse_form(one->asked.body, repeats::refused);
  if (form && is_content_type(one->asked, "application/x-www-form-urlencoded"))
    if (const auto said = form->find("address"); said != form->end()) what.address = secret_text(said->second);
  open_link(home, one, std::move(what));
}

} // namespace tidings::web
