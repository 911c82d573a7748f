// SPDX-License-Identifier: MIT
/// @file
/// How do sessions look over time? `timeline_svg` draws what it is told, one lane a session; it knows no push and no
/// clock. Coordinates are whole tenths of a pixel, so that the same lanes give the same bytes everywhere.
#ifndef REPLAY_TIMELINE_HPP
#define REPLAY_TIMELINE_HPP

#include "text.hpp"
#include "time_axis.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace replay {

/// When a push came, and what it was good for.
struct timeline_arrival {
    enum class kind : unsigned char { recording, call_record, voicemail };
    enum class effect : unsigned char { fresh, repeat, late };

    std::chrono::sys_seconds at{};
    kind what = kind::recording;
    effect did = effect::fresh;
};

/// When the session was handed out, and why.
struct timeline_close {
    std::chrono::sys_seconds at{};
    std::string reason;
};

/// A participant on the line: from `ring` on it rang, from `talk` on he spoke. Where nobody answered, `talk` is `end`.
struct timeline_bar {
    std::string label;
    std::chrono::sys_seconds ring{};
    std::chrono::sys_seconds talk{};
    std::chrono::sys_seconds end{};
    bool missing = false;  ///< The recording that the call record promises has not come.
};

struct timeline_lane {
    std::string name;
    std::string note;
    std::vector<timeline_bar> bars;
    std::vector<timeline_arrival> arrivals;
    std::vector<timeline_close> closes;
};

class timeline_drawing {
public:
    explicit timeline_drawing(const std::vector<timeline_lane>& lanes) : lanes_(lanes), axis_(times()) {}

    std::string svg() {
        std::int64_t y = top;
        std::string body;
        std::swap(out_, body);
        for (std::size_t i = 0; i < lanes_.size(); ++i) {
            draw_lane(lanes_[i], y, i % 2 == 1);
            y += height_of(lanes_[i]);
        }
        std::swap(out_, body);
        begin(y);
        draw_axis(y);
        draw_breaks(y);
        out_ += body;
        draw_legend(y);
        out_ += "</svg>\n";
        return std::move(out_);
    }

private:
    using sys_seconds = std::chrono::sys_seconds;

    // Tenths of a pixel.
    static constexpr std::int64_t left = 1900;   // of the plot; the names stand before it
    static constexpr std::int64_t right = 1400;  // behind the last moment, room for its label
    static constexpr std::int64_t top = 460;     // below the title and the hours
    static constexpr std::int64_t strip = 140;   // of a lane: its closings
    static constexpr std::int64_t row = 170;     // of a bar
    static constexpr std::int64_t marks = 300;   // of the pushes, in two rows
    static constexpr std::int64_t legend = 640;  // below all lanes
    static constexpr std::int64_t narrowest = 11400;

    static constexpr std::string_view ink = "#1f2933";
    static constexpr std::string_view faint = "#66727f";
    static constexpr std::string_view recording_colour = "#1565c0";
    static constexpr std::string_view record_colour = "#7b3fb5";
    static constexpr std::string_view voicemail_colour = "#00796b";
    static constexpr std::string_view alarm = "#c62828";

    std::vector<sys_seconds> times() const {
        std::vector<sys_seconds> all;
        for (const timeline_lane& lane : lanes_) {
            for (const timeline_bar& bar : lane.bars)
                all.insert(all.end(), {bar.ring, bar.talk, bar.end});
            for (const timeline_arrival& arrival : lane.arrivals)
                all.push_back(arrival.at);
            for (const timeline_close& close : lane.closes)
                all.push_back(close.at);
        }
        return all;
    }

    std::int64_t x(sys_seconds time) const { return left + axis_.position(time); }
    std::int64_t width() const { return std::max(left + axis_.length() + right, narrowest); }

    static std::int64_t height_of(const timeline_lane& lane) {
        return strip + row * static_cast<std::int64_t>(std::max<std::size_t>(lane.bars.size(), 1)) + marks;
    }

    void begin(std::int64_t end_of_lanes) {
        out_ += R"(<svg xmlns="http://www.w3.org/2000/svg" width=")";
        append_tenths(out_, width());
        out_ += R"(" height=")";
        append_tenths(out_, end_of_lanes + legend);
        out_ += R"(" font-family="Verdana, DejaVu Sans, sans-serif" font-size="11">)"
                "\n";
        // A background of its own: pages are dark, too.
        rectangle(0, 0, width(), end_of_lanes + legend, "#ffffff", {});
    }

    // --- Shapes --------------------------------------------------------------------------------------------------

    void attribute(std::string_view name, std::int64_t tenths) {
        out_ += ' ';
        out_ += name;
        out_ += "=\"";
        append_tenths(out_, tenths);
        out_ += '"';
    }

    void attribute(std::string_view name, std::string_view value) {
        out_ += ' ';
        out_ += name;
        out_ += "=\"";
        out_ += value;
        out_ += '"';
    }

    void rectangle(std::int64_t x0, std::int64_t y0, std::int64_t w, std::int64_t h, std::string_view fill,
                   std::string_view more) {
        out_ += "<rect";
        attribute("x", x0);
        attribute("y", y0);
        attribute("width", w);
        attribute("height", h);
        attribute("fill", fill);
        out_ += more;
        out_ += "/>\n";
    }

    void line(std::int64_t x0, std::int64_t y0, std::int64_t x1, std::int64_t y1, std::string_view stroke,
              std::string_view more) {
        out_ += "<line";
        attribute("x1", x0);
        attribute("y1", y0);
        attribute("x2", x1);
        attribute("y2", y1);
        attribute("stroke", stroke);
        out_ += more;
        out_ += "/>\n";
    }

    void text(std::int64_t x0, std::int64_t y0, std::string_view content, std::string_view fill,
              std::string_view more = {}) {
        out_ += "<text";
        attribute("x", x0);
        attribute("y", y0);
        attribute("fill", fill);
        out_ += more;
        out_ += '>';
        append_xml(out_, content);
        out_ += "</text>\n";
    }

    // --- Lanes ---------------------------------------------------------------------------------------------------

    void draw_lane(const timeline_lane& lane, std::int64_t y, bool shaded) {
        const std::int64_t height = height_of(lane);
        if (shaded) rectangle(0, y, width(), height, "#eef2f6", " fill-opacity=\"0.6\"");
        line(0, y, width(), y, "#d5dbe1", {});
        text(100, y + strip + 120, lane.name, ink, R"( font-family="monospace" font-size="12")");
        text(100, y + strip + 280, lane.note, faint, R"( font-size="10")");
        std::int64_t last_label = left - 2000;
        for (const timeline_close& close : lane.closes)
            draw_close(close, y, height, last_label);
        std::int64_t bar_y = y + strip;
        for (const timeline_bar& bar : lane.bars) {
            draw_bar(bar, bar_y);
            bar_y += row;
        }
        if (lane.bars.empty() && !lane.arrivals.empty()) {
            text(x(lane.arrivals.front().at) - 60, y + strip + 110, "no call record", faint,
                 R"( font-style="italic" text-anchor="end" font-size="10")");
        }
        for (const timeline_arrival& arrival : lane.arrivals)
            draw_arrival(arrival, y + height - marks);
    }

    void draw_bar(const timeline_bar& bar, std::int64_t y) {
        const std::int64_t ring = x(bar.ring);
        const std::int64_t talk = std::max(x(bar.talk), ring);
        const std::int64_t end = std::max(x(bar.end), talk + 10);
        constexpr std::int64_t thick = 130;
        rectangle(ring, y, std::max<std::int64_t>(talk - ring, 10), thick, "#f3d9a4", {});
        if (bar.talk < bar.end) {
            rectangle(talk, y, end - talk, thick, bar.missing ? "#fbe3e3" : "#b9d7f2",
                      bar.missing ? R"( stroke="#c62828" stroke-dasharray="3 2")" : "");
        }
        // Inside the bar where it is long enough, else behind it. Some 6 pixels a letter, in this size.
        std::string label = bar.label;
        if (bar.missing) label += ", recording missing";
        const bool fits =
            static_cast<std::int64_t>(label.size()) * 60 + 80 < end - talk && bar.talk < bar.end;
        text(fits ? talk + 50 : end + 40, y + 100, label, bar.missing ? alarm : ink,
             fits ? R"( font-size="10")"
                  : R"( font-size="10" paint-order="stroke" stroke="#ffffff" stroke-width="3")");
    }

    void draw_close(const timeline_close& close, std::int64_t y, std::int64_t height,
                    std::int64_t& last_label) {
        const std::int64_t at = x(close.at);
        line(at, y + 20, at, y + height - 20, ink, R"( stroke-width="1.4")");
        // What would stand on another one is left to the tip.
        if (at - last_label > 600) {
            text(at + 40, y + 110, close.reason, ink, R"( font-size="10" font-weight="bold")");
            last_label = at;
        }
    }

    void draw_arrival(const timeline_arrival& arrival, std::int64_t y) {
        using kind = timeline_arrival::kind;
        const std::int64_t row_y = y + (arrival.what == kind::recording ? 80 : 210);
        out_ += "<g>";
        mark(arrival, x(arrival.at), row_y);
        out_ += "<title>";
        std::string tip(name_of(arrival.what));
        tip += arrival.did == timeline_arrival::effect::repeat ? " again, "
               : arrival.did == timeline_arrival::effect::late ? " late, "
                                                               : ", ";
        if (is_date(arrival.at)) append_time(tip, arrival.at);
        append_xml(out_, tip);
        out_ += "</title></g>\n";
    }

    static std::string_view name_of(timeline_arrival::kind kind) {
        switch (kind) {
        case timeline_arrival::kind::recording: return "recording";
        case timeline_arrival::kind::call_record: return "call record";
        case timeline_arrival::kind::voicemail: break;
        }
        return "voicemail";
    }

    // The form says what came, filling and ring what it was good for: no meaning rests on a colour alone.
    void mark(const timeline_arrival& arrival, std::int64_t cx, std::int64_t cy) {
        using kind = timeline_arrival::kind;
        using effect = timeline_arrival::effect;
        const std::string_view colour = arrival.what == kind::recording     ? recording_colour
                                        : arrival.what == kind::call_record ? record_colour
                                                                            : voicemail_colour;
        const auto style = [&] {
            // The white rim, behind the filling, keeps two apart that came at one time.
            const bool hollow = arrival.did == effect::repeat;
            attribute("fill", hollow ? "#ffffff" : colour);
            attribute("stroke", hollow ? colour : "#ffffff");
            if (!hollow) out_ += R"( paint-order="stroke" stroke-width="1.6")";
            out_ += "/>";
        };
        if (arrival.did == effect::late) {
            out_ += "<circle";
            attribute("cx", cx);
            attribute("cy", cy);
            attribute("r", 72);
            attribute("fill", "none");
            attribute("stroke", alarm);
            out_ += R"( stroke-width="1.6"/>)";
        }
        if (arrival.what == kind::voicemail) {
            out_ += "<circle";
            attribute("cx", cx);
            attribute("cy", cy);
            attribute("r", 40);
            return style();
        }
        const bool triangle = arrival.what == kind::recording;
        out_ += "<path d=\"M";
        point(cx, cy - 48);
        out_ += 'L';
        point(cx + 44, triangle ? cy + 34 : cy);
        if (!triangle) {
            out_ += 'L';
            point(cx, cy + 48);
        }
        out_ += 'L';
        point(cx - 44, triangle ? cy + 34 : cy);
        out_ += "Z\"";
        style();
    }

    void point(std::int64_t px, std::int64_t py) {
        append_tenths(out_, px);
        out_ += ' ';
        append_tenths(out_, py);
    }

    // --- Around the lanes ----------------------------------------------------------------------------------------

    void draw_axis(std::int64_t bottom) {
        text(100, 220, "sessions over time, UTC", ink, R"( font-size="12" font-weight="bold")");
        std::string day;
        for (const time_axis::tick& tick : axis_.ticks()) {
            const std::int64_t at = left + tick.position;
            line(at, top - 60, at, bottom, "#dfe5eb", {});
            std::string label;
            append_time(label, tick.time);  // 2020-12-16 14:57:30
            if (label.substr(0, 10) != day) {
                day = label.substr(0, 10);
                text(at, 220, day, faint, R"( text-anchor="middle" font-size="10")");
            }
            text(at, top - 100, std::string_view(label).substr(11, tick.with_seconds ? 8 : 5), faint,
                 R"( text-anchor="middle" font-size="10")");
        }
    }

    // Where nothing happened for long, the axis jumps.
    void draw_breaks(std::int64_t bottom) {
        for (const time_axis::gap& gap : axis_.gaps()) {
            const std::int64_t middle = left + (gap.from + gap.to) / 2;
            for (const std::int64_t edge : {middle - 50, middle + 50})
                line(edge, top - 60, edge, bottom, "#9aa5b1", R"( stroke-dasharray="2 3")");
            std::string label;
            append_duration(label, gap.length);
            text(middle, bottom + 140, label, faint, R"( text-anchor="middle" font-size="10")");
        }
    }

    void draw_legend(std::int64_t y) {
        using kind = timeline_arrival::kind;
        using effect = timeline_arrival::effect;
        line(0, y, width(), y, "#d5dbe1", {});
        std::int64_t at = 140;
        const std::int64_t middle = y + 360;
        const auto say = [&](std::string_view words) {
            text(at + 90, middle + 40, words, ink, R"( font-size="10")");
            at += 90 + static_cast<std::int64_t>(words.size()) * 64 + 190;
        };
        for (const kind what : {kind::recording, kind::call_record, kind::voicemail}) {
            mark({{}, what, effect::fresh}, at, middle);
            say(name_of(what));
        }
        mark({{}, kind::recording, effect::repeat}, at, middle);
        say("nothing new");
        at += 40;
        mark({{}, kind::recording, effect::late}, at, middle);
        at += 40;
        say("late");
        const auto swatch = [&](std::string_view fill, std::string_view more, std::string_view words) {
            rectangle(at - 60, middle - 60, 120, 120, fill, more);
            say(words);
        };
        swatch("#f3d9a4", {}, "rings");
        swatch("#b9d7f2", {}, "talks");
        swatch("#fbe3e3", R"( stroke="#c62828" stroke-dasharray="3 2")", "recording missing");
        line(at, middle - 70, at, middle + 70, ink, R"( stroke-width="1.4")");
        say("handed out, and why");
    }

    const std::vector<timeline_lane>& lanes_;
    time_axis axis_;
    std::string out_;
};

/// The lanes as one SVG file; nothing to escape is left in it.
inline std::string timeline_svg(const std::vector<timeline_lane>& lanes) {
    return timeline_drawing(lanes).svg();
}

}  // namespace replay

#endif
