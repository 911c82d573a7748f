// SPDX-License-Identifier: MIT
/// @file
/// Where do sessions and snapshots go? What may be passed as a sink, and how it is called.
#ifndef TCCC_DETAIL_SINK_HPP
#define TCCC_DETAIL_SINK_HPP

#include <tccc/config.hpp>
#include <tccc/session.hpp>

#include <concepts>
#include <cstddef>
#include <functional>
#include <iterator>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

TCCC_PUSH_BEGIN_NAMESPACE
namespace detail {

template <class Sink>
concept session_sink = std::invocable<Sink&, session&&> || std::invocable<Sink&, session&>;

/// Gives `s` away where the sink can take it, so that one that stores sessions moves instead of copying.
template <session_sink Sink>
void give(Sink& sink, session& s) {
    if constexpr (std::invocable<Sink&, session&&>) {
        std::invoke(sink, std::move(s));
    } else {
        std::invoke(sink, s);
    }
}

template <class>
inline constexpr bool always_false = false;

/// Writes one line to whatever the caller gave: a string, a stream, a callable, an output iterator.
template <class Out>
void write_line(Out& out, std::string_view line) {
    if constexpr (std::is_same_v<Out, std::string>) {
        out.append(line);
    } else if constexpr (std::invocable<Out&, std::string_view>) {
        std::invoke(out, line);
    } else if constexpr (requires { out.write(line.data(), std::ptrdiff_t{}); }) {
        out.write(line.data(), static_cast<std::ptrdiff_t>(line.size()));
    } else if constexpr (std::output_iterator<Out, char>) {
        for (const char c : line) {
            *out++ = c;
        }
    } else {
        static_assert(always_false<Out>,
                      "a snapshot goes to a std::string, a std::ostream, a callable with a "
                      "std::string_view, or an output iterator of char");
    }
}

}  // namespace detail
TCCC_PUSH_END_NAMESPACE

#endif
