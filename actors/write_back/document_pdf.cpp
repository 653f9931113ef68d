#include "actors/write_back/document_pdf.hpp"

#include "actors/write_back/legible.hpp"

#include <date/tz.h>
#include <fmt/format.h>

#include <cairo/cairo-pdf.h>
#include <pango/pangocairo.h>

#include <memory>
#include <unordered_map>

namespace tidings {
namespace {

// A4 in points.
constexpr double page_width = 595.276, page_height = 841.89, margin = 54, foot = 28;
constexpr double grey = 0.35, gap = 8;

struct leave {
  void operator()(cairo_surface_t* it) const { cairo_surface_destroy(it); }
  void operator()(cairo_t* it) const { cairo_destroy(it); }
  void operator()(PangoLayout* it) const { g_object_unref(it); }
  void operator()(PangoFontDescription* it) const { pango_font_description_free(it); }
};
template <class T> using owned = std::unique_ptr<T, leave>;

cairo_status_t add_to(void* to, const unsigned char* bytes, unsigned int size) {
  static_cast<std::string*>(to)->append(reinterpret_cast<const char*>(bytes), size);
  return CAIRO_STATUS_SUCCESS;
}

std::string in_london(timestamp at, const char* how) {
  return date::format(how, date::make_zoned("Europe/London", std::chrono::floor<std::chrono::seconds>(at)));
}

/// `999 123 4567`, as it is written on paper.
std::string spaced(const std::string& number) {
  constexpr std::size_t digits = 10;
  if (number.size() != digits) return number;
  return number.substr(0, 3) + ' ' + number.substr(3, 3) + ' ' + number.substr(6);
}

/// Pages, from top to bottom.
class paper {
public:
  paper(std::string& into, const document_source& what)
      : what_(what), surface_(cairo_pdf_surface_create_for_stream(add_to, &into, page_width, page_height)),
        pen_(cairo_create(surface_.get())), layout_(pango_cairo_create_layout(pen_.get())) {
    // In place of the clock's time, and of the patient's name in a file's properties.
    const auto at = date::format("%FT%TZ", std::chrono::floor<std::chrono::seconds>(what.filed_at));
    cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_CREATE_DATE, at.c_str());
    cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_TITLE, what.title.c_str());
    constexpr double points_an_inch = 72; // so that fonts' sizes are points of the page, too
    pango_cairo_context_set_resolution(pango_layout_get_context(layout_.get()), points_an_inch);
    pango_layout_set_width(layout_.get(), static_cast<int>((page_width - 2 * margin) * PANGO_SCALE));
    pango_layout_set_wrap(layout_.get(), PANGO_WRAP_WORD_CHAR);
  }

  void say(std::string_view text, const char* font, double darkness = 0) {
    set(text, font);
    cairo_set_source_rgb(pen_.get(), darkness, darkness, darkness);
    for (int i = 0; i < pango_layout_get_line_count(layout_.get()); ++i) {
      auto* line = pango_layout_get_line_readonly(layout_.get(), i);
      PangoRectangle size{};
      pango_layout_line_get_pixel_extents(line, nullptr, &size);
      if (at_ + size.height > page_height - margin) turn();
      cairo_move_to(pen_.get(), margin, at_ - size.y);
      pango_cairo_show_layout_line(pen_.get(), line);
      at_ += size.height;
    }
  }
  void space(double points = gap) { at_ += points; }
  void rule() {
    cairo_set_source_rgb(pen_.get(), grey, grey, grey);
    cairo_set_line_width(pen_.get(), 0.5); // hair line
    cairo_move_to(pen_.get(), margin, at_);
    cairo_line_to(pen_.get(), page_width - margin, at_);
    cairo_stroke(pen_.get());
    space();
  }
  /// A new page, unless so much fits on this one: a speaker's name isn't left alone at the foot of a page.
  void keep(double points) {
    if (at_ + points > page_height - margin) turn();
  }
  cairo_status_t end() {
    sign();
    cairo_surface_finish(surface_.get());
    return cairo_surface_status(surface_.get());
  }

private:
  void set(std::string_view text, const char* font) {
    const owned<PangoFontDescription> face(pango_font_description_from_string(font));
    pango_layout_set_font_description(layout_.get(), face.get());
    const auto clean = legible(text, [this](char32_t c) { return has(c); });
    pango_layout_set_text(layout_.get(), clean.data(), static_cast<int>(clean.size()));
  }
  /// Whether some font of this host has it.
  bool has(char32_t c) {
    const auto [known, fresh] = printable_.try_emplace(c, false);
    if (!fresh) return known->second;
    const owned<PangoLayout> one(pango_cairo_create_layout(pen_.get()));
    constexpr std::size_t bytes_max = 6;
    std::string text(bytes_max, '\0');
    const auto size = g_unichar_to_utf8(c, text.data());
    pango_layout_set_text(one.get(), text.data(), size);
    known->second = pango_layout_get_unknown_glyphs_count(one.get()) == 0;
    return known->second;
  }
  void sign() {
    const auto before = at_;
    at_ = page_height - margin + foot - gap;
    set(fmt::format("{} ({}), reference {}, page {}", what_.practice_name, what_.practice_code, what_.mark, page_),
        "DejaVu Sans 7");
    cairo_set_source_rgb(pen_.get(), grey, grey, grey);
    cairo_move_to(pen_.get(), margin, at_);
    pango_cairo_show_layout(pen_.get(), layout_.get());
    at_ = before;
  }
  void turn();

  const document_source& what_;
  owned<cairo_surface_t> surface_;
  owned<cairo_t> pen_;
  owned<PangoLayout> layout_;
  std::unordered_map<char32_t, bool> printable_;
  double at_ = margin;
  int page_ = 1;
};

// The foot's text goes by a layout of its own: `say` is in the middle of the other one.
void paper::turn() {
  auto held = std::exchange(layout_, owned<PangoLayout>(pango_layout_copy(layout_.get())));
  sign();
  layout_ = std::move(held);
  cairo_show_page(pen_.get());
  ++page_;
  at_ = margin;
}

std::string speaker(const document_line& line, const document_source& what) {
  if (line.voice == document_voice::patient) return "The patient";
  auto who = line.by.empty() ? what.practice_name : fmt::format("{} ({})", what.practice_name, line.by);
  return line.state.empty() ? who : who.append(": ").append(line.state);
}

} // namespace

result<secret_text> pdf_of(const document_source& what) {
  constexpr auto heading = "DejaVu Sans Bold 13", label = "DejaVu Sans 9", words = "DejaVu Sans 10";
  constexpr auto strong = "DejaVu Sans Bold 8";
  constexpr double head_and_line = 40; // of one text, with its speaker
  std::string bytes;
  cairo_status_t end{};
  {
    paper page(bytes, what);
    page.say(what.title, heading);
    page.space();
    page.say(fmt::format("Patient: {}", what.patient_name), words);
    if (!what.nhs_number.empty()) page.say(fmt::format("NHS number: {}", spaced(what.nhs_number)), words);
    page.say(fmt::format("Practice: {} ({})", what.practice_name, what.practice_code), words);
    page.say(fmt::format("Filed on {} by {}", in_london(what.filed_at, "%d %B %Y at %H:%M"), what.filed_by), words);
    page.space();
    page.rule();
    if (what.said.cut) {
      page.say("What was said before is not in this document.", label, grey);
      page.space();
    }
    for (const auto& line : what.said.all) {
      page.keep(head_and_line);
      page.say(fmt::format("{}  {}", in_london(line.at, "%d %b %Y %H:%M"), speaker(line, what)), strong, grey);
      page.say(line.text.empty() ? "(no words)" : std::string_view(line.text), words);
      page.space();
    }
    end = page.end();
  }
  if (end != CAIRO_STATUS_SUCCESS)
    return fail(error_code::invalid_input, fmt::format("the PDF can't be made: {}", cairo_status_to_string(end)));
  return secret_text(std::move(bytes));
}

} // namespace tidings
