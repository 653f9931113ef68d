#include "actors/reply/languages.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace tidings::reply_words {
namespace {

using words = std::string_view;

/// Everyday words of the languages most spoken at English and Welsh practices after their own (Census 2021), without
/// accents, sorted. None is an English or Welsh word, nor a slip of one.
constexpr auto foreign_words = [] {
  std::array list = std::to_array<words>({
      // Polish
      "nie",
      "jest",
      "moge",
      "przyjsc",
      "przyjde",
      "dzien",
      "dobry",
      "prosze",
      "dziekuje",
      "wizyta",
      "wizyte",
      "wizyty",
      "jutro",
      "odwolac",
      "chce",
      "bede",
      "mam",
      "przepraszam",
      "umowic",
      "lekarza",
      "lekarz",
      "tak",
      "mnie",
      "juz",
      "potwierdzam",
      "dzieki",
      "moja",
      "bardzo",
      "prosba",
      "dziecko",
      // Romanian
      "nu",
      "sunt",
      "programare",
      "programarea",
      "multumesc",
      "buna",
      "ziua",
      "maine",
      "vreau",
      "anulez",
      "anulati",
      "pentru",
      "rog",
      "astazi",
      "pot",
      "doctorul",
      "imi",
      "scuze",
      // Spanish and Portuguese
      "hola",
      "gracias",
      "quiero",
      "cita",
      "manana",
      "puedo",
      "necesito",
      "tengo",
      "estoy",
      "buenos",
      "dias",
      "buenas",
      "cancelar",
      "nao",
      "posso",
      "consulta",
      "obrigado",
      "obrigada",
      "amanha",
      "quero",
      "estou",
      "desculpe",
      "ola",
      "porfavor",
      "favor",
      "perdon",
      "mi",
      "minha",
      "tarde",
      // French, Italian, German
      "je",
      "ne",
      "peux",
      "pas",
      "venir",
      "merci",
      "bonjour",
      "annuler",
      "demain",
      "suis",
      "plait",
      "mon",
      "grazie",
      "buongiorno",
      "appuntamento",
      "domani",
      "vorrei",
      "annullare",
      "il",
      "mio",
      "ich",
      "kann",
      "nicht",
      "kommen",
      "danke",
      "termin",
      "bitte",
      "absagen",
      "guten",
      "morgen",
      "meinen",
      // Turkish
      "randevu",
      "randevumu",
      "iptal",
      "istiyorum",
      "gelemiyorum",
      "yarin",
      "tesekkurler",
      "merhaba",
      "degil",
      "bir",
      // Urdu, Hindi, Punjabi, Bengali in Latin letters
      "nahi",
      "nahin",
      "hai",
      "hain",
      "mujhe",
      "mera",
      "meri",
      "aap",
      "kal",
      "shukriya",
      "karna",
      "sakta",
      "sakti",
      "tusi",
      "mainu",
      "haan",
      "kar",
      "karo",
      "nahin",
      "ami",
      "amar",
      "parbo",
      "asbo",
      "korte",
      "dhonnobad",
      "kya",
      // Somali, Arabic in Latin letters, Hungarian, Lithuanian, Albanian
      "waan",
      "mahadsanid",
      "balanta",
      "fadlan",
      "shukran",
      "salam",
      "nem",
      "koszonom",
      "holnap",
      "tudok",
      "labas",
      "negaliu",
      "aciu",
      "rytoj",
      "faleminderit",
      "nuk",
      "mundem",
      "neser",
      "takim",
  });
  std::ranges::sort(list);
  return list;
}();

bool is_foreign(const word& one) noexcept {
  return one.length > 1 && std::ranges::binary_search(foreign_words, one.folded());
}

/// Two everyday words of other languages at least, and no fewer than of our own.
bool in_latin_letters(const cut_text& own) noexcept {
  std::size_t foreign = 0, ours = 0;
  for (const word& one : own.all())
    if (is_foreign(one))
      ++foreign;
    else if (one.id != unknown_word && one.length > 1)
      ++ours;
  return foreign >= 2 && foreign >= ours;
}

/// Letters of scripts that no English or Welsh word has, and whether each word keeps to one of them: "сancel" doesn't.
struct script_count {
  std::size_t words = 0, letters = 0, ideographs = 0, latin = 0;
  bool mixed = false;
};

char32_t point_at(std::string_view text, std::size_t& at) noexcept {
  const auto first = static_cast<unsigned char>(text[at++]);
  if (first < 0xC0) return first;
  char32_t point = first & (first >= 0xF0 ? 0x07U : first >= 0xE0 ? 0x0FU : 0x1FU);
  while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U)
    point = (point << 6) | (static_cast<unsigned char>(text[at++]) & 0x3FU);
  return point;
}

bool of_other_script(char32_t p) noexcept {
  return (p >= 0x0370 && p <= 0x1CFF) || (p >= 0x3040 && p <= 0xD7FF && !(p >= 0x3200 && p <= 0x33FF));
}

script_count count_scripts(std::string_view text) noexcept {
  script_count all;
  bool other = false, latin = false;
  auto end_word = [&] {
    all.words += other ? 1 : 0;
    all.mixed = all.mixed || (other && latin);
    other = latin = false;
  };
  for (std::size_t at = 0; at < text.size();) {
    const char32_t point = point_at(text, at);
    const bool is_latin =
        (point >= 'a' && point <= 'z') || (point >= 'A' && point <= 'Z') || (point >= 0xC0 && point < 0x250);
    if (of_other_script(point)) {
      other = true;
      ++all.letters;
      all.ideographs += point >= 0x3040 ? 1 : 0;
    } else if (is_latin) {
      latin = true;
      ++all.latin;
    } else if (point < 0x80) {
      end_word();
    }
  }
  end_word();
  return all;
}

bool in_other_script(std::string_view text) noexcept {
  constexpr std::size_t letters_min = 7, words_min = 2, ideographs_min = 4;
  const script_count all = count_scripts(text.substr(0, text_bytes_max));
  if (all.mixed || all.latin > all.letters) return false;
  return all.ideographs >= ideographs_min || (all.words >= words_min && all.letters >= letters_min);
}

} // namespace

bool is_other_language(std::string_view text, const cut_text& own) noexcept {
  return own.foreign ? in_other_script(text) : in_latin_letters(own);
}

} // namespace tidings::reply_words
