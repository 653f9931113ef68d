#include "web/endpoint/questions/words.hpp"

namespace tidings::web::questions {
namespace {

// What each choice sends, whatever language it is shown in.
constexpr std::array<std::string_view, 2> yes_or_no_words{"yes", "no"};
constexpr std::array<std::string_view, 3> smoking_words{"I have never smoked", "I used to smoke", "I smoke"};
constexpr std::array<std::string_view, 6> fft_words{"1", "2", "3", "4", "5", "6"};

template <std::size_t count> using labels = std::array<std::string_view, count>;

template <std::size_t count>
constexpr std::array<choice, count> choices(const labels<count>& words, const labels<count>& shown) {
  std::array<choice, count> all{};
  for (std::size_t i = 0; i < count; ++i) all[i] = {words[i], shown[i]};
  return all;
}

constexpr page_words english{
    .code = "en-GB",
    .about = "Messages between a general practice and its patients",
    .error = "Error:",
    .other_code = "cy",
    .other = "Cymraeg",
    .your_practice = "Your GP practice",
    .title = "Questions about your health",
    .problem_title = "There is a problem",
    .nothing_sent = "Nothing is sent yet. What you wrote is still here.",
    .more_below = "Thank you. There are a few more questions below.",
    .before_practice = "",
    .after_practice = " asks you these questions. Your answers go to the practice and into your record.",
    .not_at_once = "Nobody reads answers at once. For urgent medical help call 111. In an emergency call 999.",
    .send = "Send my answers",
    .cannot_say = "I can’t answer this",
    .not_for_you = "Is this not for you, or would you rather speak to somebody? Please ",
    .ring = "ring ",
    .on = " on ",
    .yes_or_no = choices(yes_or_no_words, {"Yes", "No"}),
    .smoking = choices(smoking_words, smoking_words),
    .fft = choices(fft_words, {"Very good", "Good", "Neither good nor poor", "Poor", "Very poor", "Don’t know"}),
    .blood_pressure = "The two numbers, with the higher one first. For example 120/80",
    .weight = "For example 72.5 kg or 11 st 6 lb",
    .height = "For example 172 cm or 5 ft 8 in",
    .peak_flow = "In litres a minute. For example 420",
    .blood_glucose = "In mmol/l. For example 5.6",
    .test_title = "Your experience of our service",
    .test_after_practice = " asks what you think of your appointment. Your answer is counted without your name.",
    .why_hint = "You may leave this empty. Staff of the practice read it.",
    .thanks_title = "Thank you",
    .read_now = "Please read this now",
    .emergency = "", // the practice's own words say it
    .arrived = "Your answers have arrived. You can close this page.",
    .to_add = "Something to add or to put right? Please ",
    .no_link_title = "This link can’t be opened",
    .no_link = "It may be too old, or somebody has sent answers by it already: each link works once, for 7 days. Or a "
               "part of it is missing.",
    .have_sent = "If you have sent your answers, they have arrived and there is nothing more to do.",
    .have_not = "If you have not, please ring your practice.",
    .later_title = "Please try again in a few minutes",
    .later = "The page can’t be shown just now, and nothing was sent. The link still works.",
    .go_back = "If you have just filled it in, go back: what you wrote is still there."};

constexpr page_words welsh{
    .code = "cy",
    .about = "Negeseuon rhwng meddygfa a’i chleifion",
    .error = "Gwall:",
    .other_code = "en",
    .other = "English",
    .your_practice = "Eich meddygfa",
    .title = "Cwestiynau am eich iechyd",
    .problem_title = "Mae problem",
    .nothing_sent = "Does dim wedi’i anfon eto. Mae’r hyn a ysgrifennoch yma o hyd.",
    .more_below = "Diolch. Mae ychydig mwy o gwestiynau isod.",
    .before_practice = "Mae ",
    .after_practice = " yn gofyn y cwestiynau hyn i chi. Bydd eich atebion yn mynd i’r feddygfa ac i’ch cofnod.",
    .not_at_once = "Does neb yn darllen atebion ar unwaith. Am gymorth meddygol brys ffoniwch 111. Mewn argyfwng "
                   "ffoniwch 999.",
    .send = "Anfon fy atebion",
    .cannot_say = "Ni allaf ateb hyn",
    .not_for_you = "Os nad yw hwn i chi, neu os byddai’n well gennych siarad â rhywun, ",
    .ring = "ffoniwch ",
    .on = " ar ",
    .yes_or_no = choices(yes_or_no_words, {"Ie", "Na"}),
    .smoking = choices(smoking_words, {"Dydw i erioed wedi ysmygu", "Roeddwn i’n arfer ysmygu", "Rydw i’n ysmygu"}),
    .fft = choices(fft_words, {"Da iawn", "Da", "Ddim yn dda nac yn wael", "Gwael", "Gwael iawn", "Ddim yn gwybod"}),
    .blood_pressure = "Y ddau rif, yr un uchaf yn gyntaf. Er enghraifft 120/80",
    .weight = "Er enghraifft 72.5 kg neu 11 st 6 lb",
    .height = "Er enghraifft 172 cm neu 5 ft 8 in",
    .peak_flow = "Mewn litrau y funud. Er enghraifft 420",
    .blood_glucose = "Mewn mmol/l. Er enghraifft 5.6",
    .test_title = "Eich profiad o’n gwasanaeth",
    .test_after_practice = " yn gofyn beth yw eich barn am eich apwyntiad. Caiff eich ateb ei gyfrif heb eich enw.",
    .why_hint = "Cewch adael hwn yn wag. Bydd staff y feddygfa yn ei ddarllen.",
    .thanks_title = "Diolch",
    .read_now = "Darllenwch hyn nawr",
    .emergency = "Mewn argyfwng ffoniwch 999 nawr. Am gymorth meddygol brys ffoniwch 111.",
    .arrived = "Mae eich atebion wedi cyrraedd. Gallwch gau’r dudalen hon.",
    .to_add = "Os oes rhywbeth i’w ychwanegu neu i’w gywiro, ",
    .no_link_title = "Ni ellir agor y ddolen hon",
    .no_link = "Efallai ei bod yn rhy hen, neu fod rhywun wedi anfon atebion drwyddi eisoes: mae pob dolen yn gweithio "
               "unwaith, am 7 diwrnod. Neu mae rhan ohoni ar goll.",
    .have_sent = "Os ydych wedi anfon eich atebion, maent wedi cyrraedd ac nid oes dim mwy i’w wneud.",
    .have_not = "Os nad ydych, ffoniwch eich meddygfa.",
    .later_title = "Rhowch gynnig arall arni ymhen ychydig funudau",
    .later = "Ni ellir dangos y dudalen ar hyn o bryd, ac ni anfonwyd dim. Mae’r ddolen yn dal i weithio.",
    .go_back = "Os ydych newydd ei llenwi, ewch yn ôl: mae’r hyn a ysgrifennoch yno o hyd."};

} // namespace

std::span<const choice> page_words::choices_of(std::string_view kind) const {
  if (kind == "yes_no") return yes_or_no;
  if (kind == "smoking") return smoking;
  if (kind == "fft") return fft;
  return {};
}

std::string_view page_words::hint_of(std::string_view kind) const {
  if (kind == "blood_pressure") return blood_pressure;
  if (kind == "weight") return weight;
  if (kind == "height") return height;
  if (kind == "peak_flow") return peak_flow;
  if (kind == "blood_glucose") return blood_glucose;
  if (kind == "fft_comment") return why_hint;
  return {};
}

const page_words& words_in(page_language language) { return language == page_language::cy ? welsh : english; }

} // namespace tidings::web::questions
