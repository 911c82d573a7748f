// SPDX-License-Identifier: MIT
/// @file
/// What is kept of a session while something of it waits to be handed out?
#ifndef TCCC_DETAIL_OPEN_SESSION_HPP
#define TCCC_DETAIL_OPEN_SESSION_HPP

#include <tccc/cdr_push.hpp>
#include <tccc/config.hpp>
#include <tccc/detail/packed_session.hpp>
#include <tccc/detail/session_extras.hpp>
#include <tccc/detail/slot_pool.hpp>
#include <tccc/record_push.hpp>
#include <tccc/session.hpp>

#include <chrono>
#include <cstdint>
#include <memory>

TCCC_PUSH_BEGIN_NAMESPACE
namespace detail {

/// A session of which something has not been handed out yet. One cache line.
struct open_session {
    std::int64_t sdk_app_id = 0;
    packed_session
        text;  ///< `text.revision`: how often it was handed out; above 0 all in it is an amendment.
    std::unique_ptr<session_extras> extras;
    std::chrono::sys_seconds first_seen{};
    std::chrono::sys_seconds last_new{};
    queue_hook by_age;
    queue_hook by_due;

    /// False in a slot that nobody has.
    [[nodiscard]] bool is_open() const noexcept { return !text.empty(); }
    [[nodiscard]] std::uint32_t revision() const noexcept { return text.revision; }
    [[nodiscard]] const cdr_push* record() const noexcept {
        return extras != nullptr && extras->record ? &*extras->record : nullptr;
    }
    /// A track as a push of this session.
    [[nodiscard]] record_push_view view(const packed_track& track) const noexcept {
        record_push_view push = track.push;
        push.sdk_app_id = sdk_app_id;
        push.session_id = text.session_id();
        return push;
    }

    // What `text` keeps for us: the number of the queue, and which parties are there.
    [[nodiscard]] std::uint32_t waits_in() const noexcept { return text.state() & 3U; }
    void wait_in(std::uint32_t queue) noexcept { text.set_state((text.state() & ~3U) | queue); }
    [[nodiscard]] bool has_both_parties() const noexcept {
        return (text.state() & both_parties) == both_parties;
    }
    void note_party(const record_push_view& push) noexcept {
        const track_party party = party_of(push.endpoint_user.kind());
        if (party == track_party::customer) text.set_state(text.state() | 4U);
        if (party == track_party::agent) text.set_state(text.state() | 8U);
    }
    static constexpr std::uint32_t both_parties = 12;
};
static_assert(sizeof(void*) != 8 || sizeof(open_session) == 64);

}  // namespace detail
TCCC_PUSH_END_NAMESPACE

#endif
