// SPDX-License-Identifier: MIT
// Scenario: a million sessions open at once. Their recordings arrive out of order, within a window of twenty thousand,
// and are added to a session_aggregator; then as many again, while the first fall due and are handed out. Beside it the
// maps that one would write instead, which have neither roles nor an end.
//
// usage: tccc_push.many_sessions [SESSIONS [ROUNDS]]
#include "support/allocations.hpp"

#include <tccc/session_aggregator.hpp>
#include <tccc/sharded_session_aggregator.hpp>

#if __has_include(<boost/unordered/unordered_flat_map.hpp>)
#include <boost/unordered/unordered_flat_map.hpp>
#define BENCH_BOOST_FLAT_MAP
#endif

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <deque>
#include <functional>
#include <limits>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

namespace {

constexpr std::uint64_t mix(std::uint64_t x) noexcept {
    x += 0x9e3779b97f4a7c15;
    x = (x ^ (x >> 30U)) * 0xbf58476d1ce4e5b9;
    x = (x ^ (x >> 27U)) * 0x94d049bb133111eb;
    return x ^ (x >> 31U);
}

struct event {
    std::uint32_t session;
    std::uint32_t track;  // 0 the customer, 1 the agent, 2 the agent after a transfer
};

constexpr std::uint64_t reorder_window = 20'000;

/// The recordings of `sessions` calls in the order of their arrival; three for each fourth call, else two.
std::vector<event> arrivals(std::uint32_t sessions) {
    std::vector<std::pair<std::uint64_t, event>> sorted;
    sorted.reserve(std::size_t{sessions} * 9 / 4 + 1);
    std::uint64_t sent = 0;
    for (std::uint32_t s = 0; s < sessions; ++s) {
        for (std::uint32_t t = 0; t < (s % 4 == 0 ? 3U : 2U); ++t, ++sent)
            sorted.push_back({sent + mix(sent) % reorder_window, {s, t}});
    }
    std::ranges::stable_sort(sorted, {}, [](const auto& item) { return item.first; });
    std::vector<event> events;
    events.reserve(sorted.size());
    for (const auto& item : sorted)
        events.push_back(item.second);
    return events;
}

/// Writes the texts of one push after the other, in the form of the vendor's sample, into one buffer.
class push_writer {
public:
    const tccc::record_push_view& operator()(const event& e) noexcept {
        const std::uint64_t id = mix(e.session);
        hex(session_id_.data(), id, 8);
        hex(session_id_.data() + 9, id >> 32U, 4);
        hex(session_id_.data() + 24, mix(id), 12);
        decimal(record_id_.data(), 1608130650 + e.session % 86400 + e.track, 10);
        decimal(phone_.data() + 5, mix(id + 1), 10);
        decimal(mail_.data() + 5, mix(id + e.track) % 1000, 3);
        hex(url_.data() + url_id, mix(id + 100 + e.track), 16);
        hex(url_.data() + url_id + 16, mix(id + 200 + e.track), 16);
        push_.sdk_app_id = 1400264214;
        push_.session_id = {session_id_.data(), session_id_.size() - 1};
        push_.record_id = {record_id_.data(), record_id_.size() - 1};
        push_.timestamp = std::chrono::sys_seconds(std::chrono::seconds(1608130650 + e.track));
        push_.endpoint_user = e.track == 0 ? std::string_view(phone_.data(), phone_.size() - 1)
                                           : std::string_view(mail_.data(), mail_.size() - 1);
        push_.record_url = std::string_view(url_.data(), url_.size() - 1);
        return push_;
    }

private:
    static void hex(char* out, std::uint64_t value, int digits) noexcept {
        for (int i = 0; i < digits; ++i, value >>= 4U)
            out[i] = "0123456789abcdef"[value & 15U];
    }
    static void decimal(char* out, std::uint64_t value, int digits) noexcept {
        for (int i = digits - 1; i >= 0; --i, value /= 10)
            out[i] = static_cast<char>('0' + value % 10);
    }

    static constexpr std::size_t url_id = 84;
    std::array<char, 37> session_id_ = std::to_array("00000000-0000-4000-8000-000000000000");
    std::array<char, 11> record_id_ = std::to_array("1608130650");
    std::array<char, 16> phone_ = std::to_array("008610000000000");
    std::array<char, 21> mail_ = std::to_array("agent000@example.com");
    std::array<char, 138> url_ =
        std::to_array("http://recorder-10018504.cos.ap-shanghai.myqcloud.com/def/month12/000-339708937-123-"
                      "473aa3561921478d8c57b425bd9d4b29-000-1608130637.mp3?1");
    tccc::record_push_view push_;
};

std::size_t text_bytes(std::uint32_t sessions, const std::vector<event>& events) {
    push_writer write;
    std::size_t bytes = 0;
    for (const event& e : events) {
        const tccc::record_push_view& push = write(e);
        bytes += push.record_id.size() + push.endpoint_user.value().size() + push.record_url.value().size();
    }
    return bytes + std::size_t{sessions} * 36;
}

struct figures {
    double fill_ns = std::numeric_limits<double>::infinity();   // an event, while the first million comes
    double cycle_ns = std::numeric_limits<double>::infinity();  // an event, until all have been handed out
    std::size_t asked_bytes = 0;                                // when the first million is there
    std::size_t taken_bytes = 0;                                // the same with the allocator's own
    double longest_us = std::numeric_limits<double>::infinity();
};

/// The time of the thread, which does not count while others run.
double thread_ns() {
    timespec t{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) * 1e9 + static_cast<double>(t.tv_nsec);
}

double ns_since(double begin, std::size_t events) {
    return (thread_ns() - begin) / static_cast<double>(events);
}

void keep_least(double& least, double value) { least = std::min(least, value); }

tccc::session_policy wide(std::uint32_t sessions) {
    tccc::session_policy policy;
    policy.max_sessions = std::size_t{sessions} * 2;
    policy.max_bytes = std::numeric_limits<std::size_t>::max() / 4;
    policy.max_tombstones = std::size_t{sessions} * 4;
    return policy;
}

/// The clock goes so that the first call falls due when the last one has come: 60 s for all.
std::chrono::sys_seconds time_of(std::size_t event, std::size_t events) {
    const auto second = static_cast<std::int64_t>(event * 60 / events);
    return std::chrono::sys_seconds(std::chrono::seconds(1608130650 + second));
}

void by_aggregator(std::uint32_t sessions, const std::vector<event>& events, figures& out) {
    push_writer write;
    const bench::heap before = bench::heap_in_use();
    tccc::session_aggregator aggregator(wide(sessions));
    const double begin = thread_ns();
    for (std::size_t i = 0; i < events.size(); ++i)
        aggregator.add(write(events[i]), time_of(i, events.size()));
    keep_least(out.fill_ns, ns_since(begin, events.size()));
    const bench::heap after = bench::heap_in_use();
    out.asked_bytes = after.asked - before.asked;
    out.taken_bytes = after.taken - before.taken;
    if (aggregator.open_sessions() != sessions) std::abort();

    std::size_t handed_out = 0;
    std::size_t tracks = 0;
    const auto sink = [&](const tccc::session& s) {
        ++handed_out;
        tracks += s.tracks.size();
    };
    std::chrono::sys_seconds last{};
    for (std::size_t i = 0; i < events.size(); ++i) {
        const std::chrono::sys_seconds now = time_of(events.size() + i, events.size());
        const event e = {events[i].session + sessions, events[i].track};
        aggregator.add(write(e), now);
        if (now != last) aggregator.collect(now, sink);
        last = now;
    }
    // What is left, second by second too.
    for (int second = 1; second <= 61; ++second)
        aggregator.collect(last + std::chrono::seconds(second), sink);
    keep_least(out.cycle_ns, ns_since(begin, events.size() * 2));
    // A call whose recordings came apart by more than the policy waits would be handed out twice; none does here.
    if (handed_out != std::size_t{sessions} * 2 || tracks != events.size() * 2) std::abort();
}

/// The longest of all `add`s while the first million comes, and while it is handed out second by second.
void longest_add(std::uint32_t sessions, const std::vector<event>& events, figures& out) {
    push_writer write;
    tccc::session_aggregator aggregator(wide(sessions));
    double longest = 0;
    for (std::size_t i = 0; i < events.size(); ++i) {
        const tccc::record_push_view& push = write(events[i]);
        const double begin = thread_ns();
        aggregator.add(push, time_of(i, events.size()));
        longest = std::max(longest, thread_ns() - begin);
    }
    out.longest_us = std::min(out.longest_us, longest / 1000);
}

struct track_of_strings {
    std::string record_id;
    std::string endpoint_user;
    std::string record_url;
    std::string custom_record_url;
    std::chrono::sys_seconds timestamp;
};

template <class Map>
void by_map(std::uint32_t sessions, const std::vector<event>& events, figures& out) {
    push_writer write;
    const bench::heap before = bench::heap_in_use();
    Map map;
    const double begin = thread_ns();
    for (const event& e : events) {
        const tccc::record_push_view& push = write(e);
        std::vector<track_of_strings>& tracks = map[std::string(push.session_id)];
        const bool known = std::ranges::any_of(tracks, [&push](const track_of_strings& t) {
            return t.record_id == push.record_id && t.endpoint_user == push.endpoint_user.value();
        });
        if (known) continue;
        tracks.push_back({std::string(push.record_id),
                          std::string(push.endpoint_user.value()),
                          std::string(push.record_url.value()),
                          {},
                          push.timestamp});
    }
    keep_least(out.fill_ns, ns_since(begin, events.size()));
    const bench::heap after = bench::heap_in_use();
    out.asked_bytes = after.asked - before.asked;
    out.taken_bytes = after.taken - before.taken;
    if (map.size() != sessions) std::abort();
}

void floor_of(std::uint32_t, const std::vector<event>& events, figures& out) {
    push_writer write;
    std::uint64_t sum = 0;
    const double begin = thread_ns();
    for (const event& e : events)
        sum += static_cast<unsigned char>(write(e).session_id[3]);
    keep_least(out.fill_ns, ns_since(begin, events.size()));
    if (sum == 1) std::puts("");  // so that the loop is not taken away
}

struct shard_figures {
    double fill_ns = std::numeric_limits<double>::infinity();  // an event, while the first million comes
    double steady_ns =
        std::numeric_limits<double>::infinity();  // an event of as many again, the first handed out
};

/// Runs `work(thread, its events)` in as many threads as there are shares; the wall time for one of `events` of them.
template <class Work>
double wall_ns(const std::vector<std::vector<event>>& shares, std::size_t events, Work work) {
    const auto begin = std::chrono::steady_clock::now();
    std::vector<std::thread> workers;
    for (std::size_t thread = 0; thread < shares.size(); ++thread)
        workers.emplace_back([&work, &shares, thread] { work(thread, shares[thread]); });
    for (std::thread& worker : workers)
        worker.join();
    const auto end = std::chrono::steady_clock::now();
    return std::chrono::duration<double, std::nano>(end - begin).count() / static_cast<double>(events);
}

/// The same stream by several threads, each of which takes its part of the sessions: into one aggregator that they share,
/// or into one for each. Wall time: it needs as many idle cores as threads.
void by_shards(std::uint32_t sessions, const std::vector<event>& events, unsigned threads, bool shared,
               shard_figures& out) {
    std::vector<std::vector<event>> shares(threads);
    for (const event& e : events)
        shares[e.session % threads].push_back(e);
    std::deque<tccc::sharded_session_aggregator> all;  // which cannot be moved
    while (all.size() != (shared ? 1 : threads))
        all.emplace_back((shared ? threads : 1U) * 16U, wide(sessions));
    const auto of = [&](std::size_t thread) -> tccc::sharded_session_aggregator& {
        return all[shared ? 0 : thread];
    };
    keep_least(out.fill_ns,
               wall_ns(shares, events.size(), [&of](std::size_t thread, const std::vector<event>& share) {
                   push_writer write;
                   for (std::size_t i = 0; i < share.size(); ++i)
                       of(thread).add(write(share[i]), time_of(i, share.size()));
               }));

    std::size_t open = 0;
    for (const tccc::sharded_session_aggregator& one : all)
        open += one.open_sessions();
    if (open != sessions) std::abort();

    std::atomic<std::size_t> tracks{0};
    keep_least(out.steady_ns,
               wall_ns(shares, events.size(), [&](std::size_t thread, const std::vector<event>& share) {
                   push_writer write;
                   std::size_t mine = 0;  // a count of all would be what the threads wait for
                   const auto sink = [&mine](const tccc::session& s) { mine += s.tracks.size(); };
                   std::chrono::sys_seconds last{};
                   for (std::size_t i = 0; i < share.size(); ++i) {
                       const std::chrono::sys_seconds now = time_of(share.size() + i, share.size());
                       of(thread).add(write({share[i].session + sessions, share[i].track}), now);
                       if (now != last) of(thread).collect(now, sink);
                       last = now;
                   }
                   tracks += mine;
               }));
    for (tccc::sharded_session_aggregator& one : all)
        one.flush([&tracks](const tccc::session& s) { tracks += s.tracks.size(); });
    if (tracks != events.size() * 2) std::abort();
}

}  // namespace

int main(int argc, char** argv) {
    const auto sessions =
        static_cast<std::uint32_t>(argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 1'000'000);
    const int rounds = argc > 2 ? std::atoi(argv[2]) : 3;
    if (sessions == 0 || rounds < 1) return 2;
    const std::vector<event> events = arrivals(sessions);
    const double text = static_cast<double>(text_bytes(sessions, events)) / sessions;

    struct contender {
        const char* name;
        void (*run)(std::uint32_t, const std::vector<event>&, figures&);
        figures measured;
    };
    std::vector<contender> all = {
        {"floor: the texts alone", floor_of, {}},
        {"tccc-push, session_aggregator", by_aggregator, {}},
        {"unordered_map of vectors of strings",
         by_map<std::unordered_map<std::string, std::vector<track_of_strings>>>,
         {}},
#if defined(BENCH_BOOST_FLAT_MAP)
        {"the same in boost::unordered_flat_map",
         by_map<boost::unordered_flat_map<std::string, std::vector<track_of_strings>>>,
         {}},
#endif
    };
    for (int round = 0; round < rounds; ++round) {
        for (contender& c : all)
            c.run(sessions, events, c.measured);
    }
    for (int round = 0; round < rounds; ++round)
        longest_add(sessions, events, all[1].measured);

    shard_figures one;
    shard_figures two;
    shard_figures apart;
    for (int round = 0; round < rounds; ++round) {
        by_shards(sessions, events, 1, true, one);
        by_shards(sessions, events, 2, true, two);
        by_shards(sessions, events, 2, false, apart);
    }

    const double floor = all[0].measured.fill_ns;
    const double reference = all[2].measured.fill_ns - floor;
    std::printf("%u sessions open at once, %zu recordings, %.0f bytes of text a session; least of %d rounds "
                "in turn,\n"
                "net of the floor of %.0f ns an event\n\n",
                sessions, events.size(), text, rounds, floor);
    std::printf("%-40s %10s %8s %14s %14s %8s\n", "", "ns an event", "ratio", "bytes a session",
                "with malloc's", "of text");
    for (const contender& c : all) {
        if (c.measured.asked_bytes == 0) continue;
        const double net = c.measured.fill_ns - floor;
        const double asked = static_cast<double>(c.measured.asked_bytes) / sessions;
        std::printf("%-40s %10.0f %8.2f %14.0f %14.0f %8.2f\n", c.name, net, net / reference, asked,
                    static_cast<double>(c.measured.taken_bytes) / sessions, asked / text);
    }
    const figures& ours = all[1].measured;
    std::printf("\ntccc-push, to the last session handed out and remembered, ns an event: %.0f (%.2f of the "
                "map, which ends nothing)\n"
                "tccc-push, the longest single add, us of the thread's time: %.0f\n",
                ours.cycle_ns - floor, (ours.cycle_ns - floor) / reference, ours.longest_us);
    std::printf("sharded_session_aggregator, wall ns an event, floor included: by one thread; by two; by two "
                "with one "
                "each\n");
    const auto line = [&](const char* what, double shard_figures::*figure) {
        std::printf("  %-56s %6.0f %6.0f (%.2f times) %6.0f (%.2f times)\n", what, one.*figure, two.*figure,
                    one.*figure / two.*figure, apart.*figure, one.*figure / apart.*figure);
    };
    line("the first million, in memory that nobody has touched:", &shard_figures::fill_ns);
    line("as many again, while those are handed out:", &shard_figures::steady_ns);
}
