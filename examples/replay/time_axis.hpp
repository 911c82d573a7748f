// SPDX-License-Identifier: MIT
/// @file
/// Where on a line does a moment lie? `time_axis`: linear where something happens, with jumps over the time in which
/// nothing does, since a push that is an hour late must not squeeze the minutes before it.
#ifndef REPLAY_TIME_AXIS_HPP
#define REPLAY_TIME_AXIS_HPP

#include "text.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace replay {

class time_axis {
public:
    using sys_seconds = std::chrono::sys_seconds;
    using seconds = std::chrono::seconds;

    struct tick {
        sys_seconds time;
        std::int64_t position;
        bool with_seconds;
    };
    struct gap {
        std::int64_t from;
        std::int64_t to;
        seconds length;
    };

    /// An axis for these moments, in any order; those beyond any calendar are left out.
    explicit time_axis(std::vector<sys_seconds> times) {
        std::erase_if(times, [](sys_seconds time) { return !is_date(time); });
        std::ranges::sort(times);
        for (const sys_seconds time : times) {
            if (stretches_.empty() || time - stretches_.back().end > longest_wait) {
                stretches_.push_back({time, time, 0});
            }
            stretches_.back().end = time;
        }
        std::int64_t busy = 0;
        for (const stretch& s : stretches_)
            busy += (s.end - s.begin).count();
        scale_ = std::clamp<std::int64_t>(wanted_length / std::max<std::int64_t>(busy, 1), finest, coarsest);
        std::int64_t at = 0;
        for (stretch& s : stretches_) {
            if (at != 0) at += gap_length;
            s.position = at + margin;
            at = s.position + (s.end - s.begin).count() * scale_ + margin;
        }
        length_ = at;
    }

    /// In tenths of a pixel; of a moment that the axis was not made for, the nearest place on it.
    std::int64_t position(sys_seconds time) const {
        std::int64_t result = 0;
        for (const stretch& s : stretches_) {
            if (time < s.begin) break;
            result = s.position + (std::min(time, s.end) - s.begin).count() * scale_;
        }
        return result;
    }

    std::int64_t length() const { return length_; }

    /// Full minutes, or what else leaves room for the words.
    std::vector<tick> ticks() const {
        constexpr std::array<std::int64_t, 9> steps = {10, 30, 60, 120, 300, 600, 1800, 3600, 21600};
        std::int64_t step = steps.back();
        for (std::size_t i = steps.size(); i-- > 0;) {
            if (steps[i] * scale_ >= tick_distance) step = steps[i];
        }
        std::vector<tick> result;
        for (const stretch& s : stretches_) {
            const std::int64_t begin = s.begin.time_since_epoch().count();
            const std::int64_t first = begin + ((-begin) % step + step) % step;
            for (std::int64_t t = first; t <= s.end.time_since_epoch().count(); t += step) {
                const sys_seconds time{seconds{t}};
                result.push_back({time, position(time), step < 60});
            }
            // Each stretch says when it is, also the shortest.
            if (first > s.end.time_since_epoch().count()) result.push_back({s.begin, s.position, true});
        }
        return result;
    }

    std::vector<gap> gaps() const {
        std::vector<gap> result;
        for (std::size_t i = 1; i < stretches_.size(); ++i) {
            const stretch& before = stretches_[i - 1];
            const std::int64_t from = before.position + (before.end - before.begin).count() * scale_ + margin;
            result.push_back({from, stretches_[i].position - margin, stretches_[i].begin - before.end});
        }
        return result;
    }

private:
    struct stretch {
        sys_seconds begin;
        sys_seconds end;
        std::int64_t position;
    };

    static constexpr seconds longest_wait{240};
    // Tenths of a pixel.
    static constexpr std::int64_t wanted_length = 10000;
    static constexpr std::int64_t finest = 8;  // a second
    static constexpr std::int64_t coarsest = 50;
    static constexpr std::int64_t gap_length = 320;
    static constexpr std::int64_t margin = 160;
    static constexpr std::int64_t tick_distance = 640;

    std::vector<stretch> stretches_;
    std::int64_t scale_ = finest;
    std::int64_t length_ = 0;
};

}  // namespace replay

#endif
