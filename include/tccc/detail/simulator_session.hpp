// SPDX-License-Identifier: MIT
/// @file
/// What becomes of the pushes of a simulated call? The part of `simulator` that sends.
#ifndef TCCC_DETAIL_SIMULATOR_SESSION_HPP
#define TCCC_DETAIL_SIMULATOR_SESSION_HPP

#include <tccc/config.hpp>
#include <tccc/detail/simulator_body.hpp>
#include <tccc/detail/simulator_call.hpp>
#include <tccc/detail/simulator_call_record.hpp>
#include <tccc/detail/simulator_cdr_body.hpp>
#include <tccc/detail/simulator_random.hpp>
#include <tccc/endpoint_user.hpp>
#include <tccc/record_push.hpp>
#include <tccc/record_url.hpp>
#include <tccc/simulator.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

TCCC_PUSH_BEGIN_NAMESPACE
namespace detail {

/// Makes one session and its pushes.
class session_maker {
public:
    session_maker(const simulator_options& options, std::uint64_t index)
        : call(options, index), options_(options), index_(index) {
        send_tracks();
        send_call_record();
        send_voicemails();
    }

    call_maker call;                      ///< Its `session` is the truth.
    std::vector<simulated_push> arrived;  ///< What reaches the receiver, in the order of sending.

private:
    using seconds = std::chrono::seconds;
    using minutes = std::chrono::minutes;
    using sys_seconds = std::chrono::sys_seconds;

    struct sending {
        std::string_view action;
        std::size_t track = 0;
        sys_seconds at{};
        std::uint64_t stream = 0;
    };

    // One push for each track, and a second one where the customer's copy is late.
    void send_tracks() {
        simulator_random random(options_.seed, index_, simulator_stream::sending);
        const std::uint64_t present = options_.custom_url_per_mille;
        const std::uint64_t null = present + options_.null_custom_url_per_mille;
        const std::uint64_t late = null + options_.late_custom_url_per_mille;
        std::uint64_t stream = simulator_stream::first_record_push;
        sys_seconds at = call.session.ended + random.between(seconds{5}, seconds{15});
        for (std::size_t n = 0; n < call.session.tracks.size(); ++n, at += seconds{1}) {
            simulated_track& track = call.session.tracks[n];
            const std::uint64_t draw = random.below(1000);
            const seconds lag = random.between(minutes{1}, minutes{30});
            record_push push = track.push;
            const auto send = [&](sys_seconds when, bool null_custom_url) {
                const bool arrives =
                    deliver({"record", n, when, stream++}, track.deliveries, [&](body_layout layout) {
                        layout.null_custom_url = null_custom_url;
                        return record_body(push, layout);
                    });
                if (arrives) track.push = push;
            };
            if (draw < present) push.custom_record_url = record_url(make_custom_url(push));
            track.push = push;
            send(at, draw >= present && draw < null);
            if (draw >= null && draw < late) {
                push.custom_record_url = record_url(make_custom_url(push));
                send(at + lag, false);
            }
        }
    }

    // Before the recordings, among them or after them: the vendor documents no order.
    void send_call_record() {
        const call_record_maker maker(options_, index_, call);
        if (!maker.pushed) return;
        simulated_call_record truth;
        truth.push = maker.updated ? maker.early() : maker.whole();
        truth.joins = maker.joins;
        simulator_random random(options_.seed, index_, simulator_stream::first_call_record_push);
        const sys_seconds at = call.session.ended + random.between(seconds{2}, seconds{30});
        const seconds lag = random.between(minutes{1}, minutes{10});
        const auto send = [&](const cdr_push& record, sys_seconds when, std::uint64_t nth) {
            const std::uint64_t stream = simulator_stream::first_call_record_push + nth;
            const bool arrives =
                deliver({"cdr", 0, when, stream}, truth.deliveries,
                        [&](const body_layout& layout) { return cdr_body(record, maker.form, layout); });
            if (arrives) truth.push = record;
        };
        send(truth.push, at, 1);
        if (maker.updated) send(maker.whole(), at + lag, 2);
        if (!truth.lost()) {
            for (const call_record_maker::promise& promise : maker.promises(truth.push)) {
                if (!maker.joins || call.session.tracks[promise.track].lost())
                    call.session.missing_record_ids.push_back(promise.record_id);
            }
        }
        call.session.call_record = std::move(truth);
    }

    void send_voicemails() {
        simulator_random random(options_.seed, index_, simulator_stream::voicemails);
        const bool leaves = random.chance(options_.voicemails_per_mille);
        const std::uint64_t count = 1 + random.below(3);
        if (!leaves || call.session.type != call_type::inbound_call) return;
        sys_seconds begin = call.session.ended - seconds{8};
        for (std::uint64_t n = 0; n < count; ++n, begin += seconds{5}) {
            simulated_voicemail& voicemail = call.session.voicemails.emplace_back();
            voicemail.push.sdk_app_id = call.session.sdk_app_id;
            voicemail.push.session_id = call.session.session_id;
            voicemail.push.timestamp = begin + random.between(seconds{8}, seconds{10});
            voicemail.push.endpoint_user = endpoint_user(bare_number(call.customer));
            const bool sign = random.chance(options_.signed_url_per_mille);
            voicemail.push.record_url = record_url(make_record_url(random, begin, sign));
            const sys_seconds at = voicemail.push.timestamp + random.between(seconds{2}, seconds{20});
            deliver({"voicemail", n, at, simulator_stream::first_voicemail_push + n}, voicemail.deliveries,
                    [&](const body_layout& layout) { return voicemail_body(voicemail.push, layout); });
        }
    }

    body_layout draw_layout(simulator_random& random) const noexcept {
        body_layout layout;
        layout.compact = random.chance(options_.compact_per_mille);
        const bool escaped = random.chance(options_.escaped_per_mille);
        const std::uint64_t style = random.below(3);
        layout.escape_slash = escaped && style != 1;
        layout.escape_ampersand = escaped && style != 0;
        layout.escape_unicode = escaped && style != 1;
        return layout;
    }

    // The way of one push to the receiver; false when no attempt gets there.
    template <class MakeBody>
    bool deliver(const sending& sent, std::uint32_t& deliveries, MakeBody&& make_body) {
        simulator_random random(options_.seed, index_, sent.stream);
        simulated_push push;
        const std::uint64_t unique = random.next();  // two statements: g++ evaluates arguments from the right
        push.push_uuid = make_uuid(unique, random.next());
        push.session = index_;
        push.track = sent.track;
        const body_layout layout = draw_layout(random);
        const bool lost = random.chance(options_.loss_per_mille);
        const bool duplicated = random.chance(options_.duplicate_per_mille);
        const bool retried = random.chance(options_.retry_per_mille);
        const auto retries = static_cast<int>(1 + random.below(3));
        const bool delayed = random.chance(options_.delayed_per_mille);
        const seconds delay = random.between(minutes{5}, minutes{60});
        const seconds echo = random.between(seconds{0}, minutes{1});
        push.deliver_at = sent.at + random.between(seconds{0}, options_.reorder_window);
        if (lost) return false;

        if (delayed) push.deliver_at += delay;
        push.action = sent.action;
        push.body = make_body(layout);
        const auto arrive = [&] {
            ++deliveries;
            arrived.push_back(push);
        };
        // Tried again because it did not arrive, or because only its answer did not: the receiver sees the
        // last attempt in any case, and each earlier one in every second case.
        const int attempts = retried ? 1 + retries : 1;
        for (push.attempt = 1; push.attempt < attempts; ++push.attempt) {
            if (random.chance(500)) arrive();
            push.deliver_at += random.between(seconds{20}, minutes{2});
        }
        arrive();
        if (duplicated) {
            push.deliver_at += echo;
            arrive();
        }
        return true;
    }

    const simulator_options& options_;
    std::uint64_t index_;
};

}  // namespace detail

inline simulated_session simulator::truth(std::uint64_t index) const {
    return std::move(detail::session_maker(options_, index).call.session);
}

inline std::chrono::sys_seconds simulator::start_of(std::uint64_t index) const noexcept {
    return detail::simulated_start(options_, index);
}

inline void simulator::add_pushes_of(std::uint64_t index) {
    detail::session_maker maker(options_, index);
    std::size_t ordinal = 0;
    for (simulated_push& push : maker.arrived) {
        waiting_.push_back({std::move(push), ordinal++});
        std::ranges::push_heap(waiting_, arrives_later);
    }
}

TCCC_PUSH_END_NAMESPACE

#endif
