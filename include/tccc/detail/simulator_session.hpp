// SPDX-License-Identifier: MIT
/// @file
/// What happens in one simulated call, and what becomes of its pushes? The part of `simulator` that draws.
#ifndef TCCC_DETAIL_SIMULATOR_SESSION_HPP
#define TCCC_DETAIL_SIMULATOR_SESSION_HPP

#include <tccc/config.hpp>
#include <tccc/detail/simulator_body.hpp>
#include <tccc/detail/simulator_random.hpp>
#include <tccc/endpoint_user.hpp>
#include <tccc/record_push.hpp>
#include <tccc/record_url.hpp>
#include <tccc/session.hpp>
#include <tccc/simulator.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

TCCC_PUSH_BEGIN_NAMESPACE
namespace detail {

/// When the call with this number starts: somewhere in its own slot of the time, never before the last.
inline std::chrono::sys_seconds simulated_start(const simulator_options& options,
                                                std::uint64_t index) noexcept {
    const auto duration = static_cast<std::uint64_t>(options.duration.count());
    const std::uint64_t sessions = std::max<std::uint64_t>(options.sessions, 1);
    const auto slot_begin = [&](std::uint64_t n) {
        return n * (duration / sessions) +
               n * (duration % sessions) / sessions;  // n * duration could overflow
    };
    const std::uint64_t width = slot_begin(index + 1) - slot_begin(index);
    const std::uint64_t draw = mix64(mix64(options.seed) ^ index) >> 32U;
    const std::uint64_t offset =
        slot_begin(index) + (draw * std::min<std::uint64_t>(width, 0xffffffffU) >> 32U);
    return options.start + std::chrono::seconds(static_cast<std::int64_t>(offset));
}

/// Makes one session and its pushes. Every draw is made whether its outcome counts or not, and what concerns
/// the call, the sending and the way of each push has a random stream of its own: so one rate does not change
/// another's outcome.
class session_maker {
public:
    session_maker(const simulator_options& options, std::uint64_t index) : options_(options), index_(index) {
        make_call();
        send_tracks();
    }

    simulated_session session;            ///< The truth.
    std::vector<simulated_push> arrived;  ///< What reaches the receiver, in the order of sending.

private:
    using seconds = std::chrono::seconds;
    using minutes = std::chrono::minutes;
    using sys_seconds = std::chrono::sys_seconds;

    enum stream : std::uint64_t { call_stream, sending_stream, first_push_stream };

    struct sent_push {
        std::size_t track = 0;
        sys_seconds at{};
        record_push content;
        bool null_custom_url = false;
    };

    static std::size_t draw_transfers(simulator_random& random,
                                      const std::array<std::uint16_t, 4>& weights) noexcept {
        std::uint64_t total = 0;
        for (const std::uint16_t weight : weights)
            total += weight;
        std::uint64_t draw = random.below(total);
        for (std::size_t transfers = 0; transfers < weights.size(); ++transfers) {
            if (draw < weights[transfers]) return transfers;
            draw -= weights[transfers];
        }
        return 0;  // every weight is 0
    }

    // The agents of a call by number, one for each leg: one who was in it before and returns, or a new one.
    std::vector<std::uint64_t> draw_agents(simulator_random& random, std::size_t legs) const {
        std::vector<std::uint64_t> agents;
        for (std::size_t leg = 0; leg < legs; ++leg) {
            const bool returns = random.chance(options_.returning_agent_per_mille) && leg >= 2;
            const std::uint64_t earlier = random.below(std::max<std::uint64_t>(leg, 1));
            std::uint64_t agent = random.below(options_.agents);
            if (returns) {
                // Nobody transfers to himself: who speaks now is no choice, the one before him is.
                agent = agents[earlier] == agents.back() ? agents[leg - 2] : agents[earlier];
            } else {
                while (std::ranges::find(agents, agent) != agents.end())
                    agent = (agent + 1) % options_.agents;
            }
            agents.push_back(agent);
        }
        return agents;
    }

    void make_call() {
        simulator_random random(options_.seed, index_, call_stream);
        session.sdk_app_id = options_.sdk_app_ids[random.below(options_.sdk_app_ids.size())];
        session.session_id = make_uuid(mix64(mix64(options_.seed) ^ index_), random.next());
        const bool outbound = random.chance(options_.outbound_per_mille);
        session.direction = outbound ? call_direction::outbound : call_direction::inbound;
        uuid_record_ids_ = random.chance(options_.uuid_record_id_per_mille);
        signed_urls_ = random.chance(options_.signed_url_per_mille);
        const bool bare_phone = random.chance(options_.bare_phone_per_mille);
        const std::size_t legs = 1 + draw_transfers(random, options_.transfer_weights);
        const std::vector<std::uint64_t> agents = draw_agents(random, legs);

        session.started = simulated_start(options_, index_);
        const sys_seconds answered = session.started + random.between(seconds{3}, seconds{25});
        std::vector<sys_seconds> leg_ends;
        for (std::size_t leg = 0; leg < legs; ++leg) {
            // Longer than the time in which a recording is finished, so that time stamps follow the order of
            // the legs.
            const sys_seconds begin = leg == 0 ? answered : leg_ends.back();
            leg_ends.push_back(begin + random.between(seconds{15}, seconds{240}));
        }
        session.ended = leg_ends.back();

        add_track(random, make_phone(random, bare_phone), answered, session.ended);
        session.tracks.back().party = track_party::customer;
        session.tracks.back().role = outbound ? track_role::callee : track_role::caller;
        for (std::size_t leg = 0; leg < legs; ++leg) {
            add_track(random, agent_address(agents[leg]), leg == 0 ? answered : leg_ends[leg - 1],
                      leg_ends[leg]);
            session.tracks.back().party = track_party::agent;
            // By person, not by leg: a first agent to whom the call comes back is the first agent still.
            const track_role first = outbound ? track_role::caller : track_role::callee;
            session.tracks.back().role = agents[leg] == agents[0] ? first : track_role::transfer;
        }
    }

    void add_track(simulator_random& random, std::string user, sys_seconds begin, sys_seconds end) {
        record_push& push = session.tracks.emplace_back().push;
        push.sdk_app_id = session.sdk_app_id;
        push.session_id = session.session_id;
        push.endpoint_user = endpoint_user(std::move(user));
        push.timestamp = end + random.between(seconds{1}, seconds{4});
        const std::uint64_t unique = random.next();
        const std::uint64_t noise = random.next();
        if (uuid_record_ids_) {
            push.record_id = make_uuid(unique, noise);
        } else {
            // As in the sample, where it equals the time stamp: two recordings of one call may share it.
            append_decimal(push.record_id, push.timestamp.time_since_epoch().count());
        }
        push.record_url = record_url(make_record_url(random, begin, signed_urls_));
    }

    // One push for each track, and a second one where the customer's copy is late.
    void send_tracks() {
        simulator_random random(options_.seed, index_, sending_stream);
        const std::uint64_t present = options_.custom_url_per_mille;
        const std::uint64_t null = present + options_.null_custom_url_per_mille;
        const std::uint64_t late = null + options_.late_custom_url_per_mille;
        sys_seconds at = session.ended + random.between(seconds{5}, seconds{15});
        for (std::size_t n = 0; n < session.tracks.size(); ++n, at += seconds{1}) {
            record_push& known = session.tracks[n].push;
            const std::uint64_t draw = random.below(1000);
            const seconds lag = random.between(minutes{1}, minutes{30});
            if (draw < present) known.custom_record_url = record_url(make_custom_url(known));
            deliver({n, at, known, draw >= present && draw < null});
            if (draw >= null && draw < late) {
                sent_push second{n, at + lag, known, false};
                second.content.custom_record_url = record_url(make_custom_url(known));
                deliver(second);
            }
        }
    }

    body_layout draw_layout(simulator_random& random, bool null_custom_url) const noexcept {
        body_layout layout;
        layout.compact = random.chance(options_.compact_per_mille);
        const bool escaped = random.chance(options_.escaped_per_mille);
        const std::uint64_t style = random.below(3);
        layout.escape_slash = escaped && style != 1;
        layout.escape_ampersand = escaped && style != 0;
        layout.null_custom_url = null_custom_url;
        return layout;
    }

    // The way of one push to the receiver.
    void deliver(const sent_push& sent) {
        simulator_random random(options_.seed, index_, first_push_stream + pushes_++);
        simulated_push push;
        const std::uint64_t unique = random.next();  // two statements: g++ evaluates arguments from the right
        push.push_uuid = make_uuid(unique, random.next());
        push.session = index_;
        push.track = sent.track;
        const body_layout layout = draw_layout(random, sent.null_custom_url);
        const bool lost = random.chance(options_.loss_per_mille);
        const bool duplicated = random.chance(options_.duplicate_per_mille);
        const bool retried = random.chance(options_.retry_per_mille);
        const auto retries = static_cast<int>(1 + random.below(3));
        const bool delayed = random.chance(options_.delayed_per_mille);
        const seconds delay = random.between(minutes{5}, minutes{60});
        const seconds echo = random.between(seconds{0}, minutes{1});
        push.deliver_at = sent.at + random.between(seconds{0}, options_.reorder_window);
        if (lost) return;

        if (delayed) push.deliver_at += delay;
        push.action = "record";
        push.body = record_body(sent.content, layout);
        // Tried again because it did not arrive, or because only its answer did not: the receiver sees the
        // last attempt in any case, and each earlier one in every second case.
        const int attempts = retried ? 1 + retries : 1;
        for (push.attempt = 1; push.attempt < attempts; ++push.attempt) {
            if (random.chance(500)) arrive(push);
            push.deliver_at += random.between(seconds{20}, minutes{2});
        }
        arrive(push);
        if (duplicated) {
            push.deliver_at += echo;
            arrive(push);
        }
        session.tracks[sent.track].push = sent.content;
    }

    void arrive(const simulated_push& push) {
        ++session.tracks[push.track].deliveries;
        arrived.push_back(push);
    }

    const simulator_options& options_;
    std::uint64_t index_;
    std::uint64_t pushes_ = 0;
    bool uuid_record_ids_ = false;
    bool signed_urls_ = false;
};

}  // namespace detail

inline simulated_session simulator::truth(std::uint64_t index) const {
    return std::move(detail::session_maker(options_, index).session);
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
