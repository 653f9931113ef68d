#pragma once

/// What a patient's own measurement may be before a person has to look, and from where on at once. Wide where a mistake
/// costs a look, narrow where it may cost a life; none of them is a diagnosis.
namespace tidings::reply_limits {

// Blood pressure, mmHg. Possible: what upper-arm monitors for the home can show.
inline constexpr double systolic_min = 60, systolic_max = 280, diastolic_min = 30, diastolic_max = 180;
/// Between the two; less is a slip of the thumb or a sick heart, and both want a person.
inline constexpr double pulse_pressure_min = 15, pulse_pressure_max = 120;
/// Severe hypertension: NICE NG136 (2019, updated 2023), 1.4 "clinic systolic 180 or higher or diastolic 120 or
/// higher".
inline constexpr double systolic_severe = 180, diastolic_severe = 120;
/// NEWS2 (Royal College of Physicians, 2017): a systolic of 90 or less scores 3, the red score of one sign alone.
inline constexpr double systolic_low = 90;

// Weight, kg: adults on a bathroom scale. Children's weights go to a person.
inline constexpr double weight_min = 35, weight_max = 250;
// Height, cm: adults.
inline constexpr double height_min = 130, height_max = 215;

// Peak flow, l/min. Possible: the range of standard-range meters, BS EN ISO 23747 (60 to 800, some show 880).
inline constexpr double peak_flow_min = 60, peak_flow_max = 880;
/// BTS/SIGN 158 (2019): acute severe asthma from 50 % of the best or predicted down, life-threatening below 33 %.
inline constexpr double peak_flow_severe_share = 0.5;
/// Without a personal best: half of 400 l/min, which small adults are predicted (EU scale, Nunn and Gregg 1989).
inline constexpr double peak_flow_low = 200;
/// Blows of one sitting differ by less than this; BTS/SIGN 158 takes the best of three.
inline constexpr double peak_flow_blows_apart_max = 80;

// Blood glucose, mmol/l. Possible: what meters show between LO and HI.
inline constexpr double glucose_min = 1.1, glucose_max = 33.3;
/// "Four is the floor": JBDS 01 (2023), hypoglycaemia below 4.
inline constexpr double glucose_low = 4.0;
/// NHS sick-day rules for diabetes (TREND Diabetes, 2020): above 15 is for a person; JBDS 02 and 06 emergencies lie
/// above.
inline constexpr double glucose_high = 15.0, glucose_very_high = 20.0;

// Smoking: more a day than anybody smokes is a slip.
inline constexpr double cigarettes_a_day_max = 80;

} // namespace tidings::reply_limits
