// SPDX-License-Identifier: MIT
/// @file
/// What happens in one simulated call? Who takes part, when, and what was recorded; the part of `simulator` that
/// draws the call itself.
#ifndef TCCC_DETAIL_SIMULATOR_CALL_HPP
#define TCCC_DETAIL_SIMULATOR_CALL_HPP

#include <tccc/call_codes.hpp>
#include <tccc/config.hpp>
#include <tccc/detail/simulator_body.hpp>
#include <tccc/detail/simulator_random.hpp>
#include <tccc/endpoint_user.hpp>
#include <tccc/record_push.hpp>
#include <tccc/record_url.hpp>
#include <tccc/session.hpp>
#include <tccc/simulated_session.hpp>
#include <tccc/simulator_options.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

TCCC_PUSH_BEGIN_NAMESPACE
namespace detail {

/// The random streams of a session. What concerns the call, the sending and the way of each push has one of its own,
/// so that one rate does not change another's outcome; what came later than the recordings has numbers that they do
/// not reach.
struct simulator_stream {
    static constexpr std::uint64_t call = 0;
    static constexpr std::uint64_t sending = 1;
    static constexpr std::uint64_t first_record_push = 2;
    static constexpr std::uint64_t kind = std::uint64_t{1} << 32U;
    static constexpr std::uint64_t call_record = kind + 1;
    static constexpr std::uint64_t voicemails = kind + 2;
    static constexpr std::uint64_t first_call_record_push = std::uint64_t{2} << 32U;
    static constexpr std::uint64_t first_voicemail_push = std::uint64_t{3} << 32U;
};

/// How an agent takes calls; he does not change it within one.
enum class agent_seat : unsigned char { workstation, own_phone, outside_line };

/// One agent who was called for a session. The truth's tracks know only those who were recorded.
struct simulated_leg {
    std::uint64_t agent = 0;
    agent_seat seat = agent_seat::workstation;
    std::chrono::sys_seconds start{};
    std::optional<std::chrono::sys_seconds> accepted{};
    std::chrono::sys_seconds ended{};
    std::optional<std::size_t> track{};  ///< His recording.

    /// By what name the contact center knows him: an outside line is a number and nothing else.
    [[nodiscard]] std::string mail() const {
        return seat == agent_seat::outside_line ? std::string() : agent_address(agent);
    }
    [[nodiscard]] std::string phone() const {
        return seat == agent_seat::workstation ? std::string() : agent_phone(agent);
    }
};

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

/// Draws one call. Every draw is made whether its outcome counts or not.
class call_maker {
public:
    call_maker(const simulator_options& options, std::uint64_t index) : options_(options), index_(index) {
        draw_kind();
        draw_call();
    }

    simulated_session session;        ///< The truth, as far as the call itself goes.
    std::vector<simulated_leg> legs;  ///< In the order of time, those who did not answer included.
    std::string customer;  ///< As the contact center writes him: a number with 0086, or what it has.
    std::chrono::sys_seconds ringing{};
    std::optional<std::chrono::sys_seconds> answered{};
    bool uuid_record_ids = false;

private:
    using seconds = std::chrono::seconds;
    using sys_seconds = std::chrono::sys_seconds;

    [[nodiscard]] bool internal() const noexcept { return session.type == call_type::internal_call; }

    void draw_kind() {
        simulator_random random(options_.seed, index_, simulator_stream::kind);
        const std::uint64_t audio = options_.audio_per_mille;
        const std::uint64_t predictive = audio + options_.predictive_per_mille;
        const std::uint64_t internal = predictive + options_.internal_per_mille;
        const std::uint64_t draw = random.below(1000);
        if (draw < audio) kind_ = call_type::audio_inbound;
        if (draw >= audio && draw < predictive) kind_ = call_type::predictive_dialing;
        if (draw >= predictive && draw < internal) kind_ = call_type::internal_call;
        unanswered_ = random.chance(options_.unanswered_per_mille);
        given_up_after_ = random.between(seconds{20}, seconds{60});
        const bool missed = random.chance(options_.missed_leg_per_mille);
        missed_legs_ = missed ? 1 + random.below(2) : 0;
        missed_when_unanswered_ = random.below(3);
        web_user_ = random.next();
        for (std::uint64_t& agent : other_agents_)
            agent = random.below(options_.agents);
        for (agent_seat& seat : seats_) {
            const bool by_phone = random.chance(options_.agent_phone_per_mille);
            const bool outside = random.chance(500);
            if (by_phone) seat = outside ? agent_seat::outside_line : agent_seat::own_phone;
        }
    }

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
    std::vector<std::uint64_t> draw_agents(simulator_random& random, std::size_t count) const {
        std::vector<std::uint64_t> agents;
        for (std::size_t leg = 0; leg < count; ++leg) {
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

    void draw_call() {
        simulator_random random(options_.seed, index_, simulator_stream::call);
        session.sdk_app_id = options_.sdk_app_ids[random.below(options_.sdk_app_ids.size())];
        session.session_id = make_uuid(mix64(mix64(options_.seed) ^ index_), random.next());
        set_direction(random.chance(options_.outbound_per_mille));
        uuid_record_ids = random.chance(options_.uuid_record_id_per_mille);
        signed_urls_ = random.chance(options_.signed_url_per_mille);
        bare_phone_ = random.chance(options_.bare_phone_per_mille);
        std::size_t served = 1 + draw_transfers(random, options_.transfer_weights);
        std::vector<std::uint64_t> agents = draw_agents(random, served);
        if (internal()) agents.resize(served = 1);

        session.started = simulated_start(options_, index_);
        ringing = session.started + seconds{2};
        const sys_seconds answer = session.started + random.between(seconds{3}, seconds{25});
        std::vector<sys_seconds> leg_ends;
        for (std::size_t leg = 0; leg < served; ++leg) {
            // Longer than the time in which a recording is finished, so that time stamps follow the order of
            // the legs.
            const sys_seconds begin = leg == 0 ? answer : leg_ends.back();
            leg_ends.push_back(begin + random.between(seconds{15}, seconds{240}));
        }
        std::string phone = make_phone(random, bare_phone_);
        name_customer(phone, agents[0]);
        if (unanswered_) return leave_unanswered(agents[0]);

        answered = answer;
        session.ended = leg_ends.back();
        if (session.direction == call_direction::inbound && !internal()) {
            ring_in_vain(missed_legs_, agents[0], answer);
        }
        const bool outbound = session.direction == call_direction::outbound;
        add_track(random, bare_phone_ ? bare_number(customer) : customer, answer, session.ended);
        session.tracks.back().party = internal() ? track_party::agent : track_party::customer;
        session.tracks.back().role = outbound ? track_role::callee : track_role::caller;
        for (std::size_t n = 0; n < served; ++n) {
            simulated_leg leg = make_leg(agents[n]);
            leg.start = n > 0 ? leg_ends[n - 1] : legs.empty() ? ringing : legs.back().ended;
            leg.accepted = n > 0 ? leg_ends[n - 1] : answer;
            leg.ended = leg_ends[n];
            leg.track = session.tracks.size();
            const std::string user = leg.seat == agent_seat::workstation ? leg.mail() : leg.phone();
            add_track(random, bare_phone_ ? bare_number(user) : user, *leg.accepted, leg.ended);
            session.tracks.back().party = track_party::agent;
            // By person, not by leg: a first agent to whom the call comes back is the first agent still.
            const track_role first = outbound ? track_role::caller : track_role::callee;
            session.tracks.back().role = agents[n] == agents[0] ? first : track_role::transfer;
            legs.push_back(leg);
        }
    }

    void set_direction(bool outbound) {
        if (kind_ == call_type::audio_inbound) outbound = false;
        if (kind_ == call_type::predictive_dialing) outbound = true;
        session.direction = outbound ? call_direction::outbound : call_direction::inbound;
        session.type = kind_.value_or(outbound ? call_type::outbound_call : call_type::inbound_call);
    }

    void name_customer(const std::string& phone, std::uint64_t first_agent) {
        customer = bare_phone_ ? "0086" + phone : phone;
        if (session.type == call_type::audio_inbound) {
            customer = "web_";
            append_hex(customer, web_user_, 12);
        } else if (internal()) {
            customer = agent_address(other_agent(0, first_agent));
        }
    }

    [[nodiscard]] std::uint64_t other_agent(std::size_t n, std::uint64_t than) const noexcept {
        const std::uint64_t agent = other_agents_[n];
        return agent == than ? (agent + 1) % options_.agents : agent;
    }

    // The two parties of an internal call sit at their workstations: else which of them is the agent on the leg
    // would be told by the form of his name.
    [[nodiscard]] simulated_leg make_leg(std::uint64_t agent) const {
        simulated_leg leg;
        leg.agent = agent;
        if (!internal()) leg.seat = seats_[agent % seats_.size()];
        return leg;
    }

    // One agent after the other until `until`, when somebody answers or the caller gives up.
    void ring_in_vain(std::uint64_t times, std::uint64_t first_agent, sys_seconds until) {
        const seconds share = (until - ringing) / static_cast<std::int64_t>(times + 1);
        for (std::uint64_t n = 0; n < times; ++n) {
            simulated_leg leg = make_leg(other_agent(n + 1, first_agent));
            leg.start = n == 0 ? ringing : legs.back().ended;
            leg.ended = leg.start + share;
            legs.push_back(leg);
        }
    }

    // A dialer calls an agent only when the customer is there.
    void leave_unanswered(std::uint64_t first_agent) {
        session.ended = session.started + given_up_after_;
        if (session.type == call_type::predictive_dialing) return;
        if (session.direction == call_direction::inbound && !internal()) {
            return ring_in_vain(missed_when_unanswered_, first_agent, session.ended);
        }
        simulated_leg leg = make_leg(first_agent);
        leg.start = session.started;
        leg.ended = session.ended;
        legs.push_back(leg);
    }

    void add_track(simulator_random& random, std::string user, sys_seconds begin, sys_seconds end) {
        record_push& push = session.tracks.emplace_back().push;
        push.sdk_app_id = session.sdk_app_id;
        push.session_id = session.session_id;
        push.endpoint_user = endpoint_user(std::move(user));
        push.timestamp = end + random.between(seconds{1}, seconds{4});
        const std::uint64_t unique = random.next();
        const std::uint64_t noise = random.next();
        if (uuid_record_ids) {
            push.record_id = make_uuid(unique, noise);
        } else {
            // As in the sample, where it equals the time stamp: two recordings of one call may share it.
            append_decimal(push.record_id, push.timestamp.time_since_epoch().count());
        }
        push.record_url = record_url(make_record_url(random, begin, signed_urls_));
    }

    const simulator_options& options_;
    std::uint64_t index_;
    std::optional<call_type> kind_;  // none: an ordinary call by phone
    bool unanswered_ = false;
    bool signed_urls_ = false;
    bool bare_phone_ = false;
    std::uint64_t missed_legs_ = 0;
    std::uint64_t missed_when_unanswered_ = 0;
    seconds given_up_after_{};
    std::uint64_t web_user_ = 0;
    std::array<std::uint64_t, 3> other_agents_{};
    std::array<agent_seat, 7> seats_{};  // of an agent with this remainder: by person, not by leg
};

}  // namespace detail
TCCC_PUSH_END_NAMESPACE

#endif
