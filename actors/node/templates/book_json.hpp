#pragma once
// A book as its file has it:
//   {"format":1,"moves":n,"templates":[{"id","channel","revision","draft":null|{"state","title","subject","body",
//     "alphabet","authors":[user],"at":ms,"refused_by","why","goes_back_to"},"versions":[{"title","subject","body",
//     "alphabet","by","approved_by","at":ms}…],"retired":null|{"by","why","at":ms}}…]}
// Versions stand in their order, the first is number 1.
#include "actors/node/templates/book.hpp"

namespace tidings::templates {

std::string print(const book& all);
/// Fails with `log_damaged`, and says which template can't be read.
result<book> parse_book(std::string_view text);

} // namespace tidings::templates
