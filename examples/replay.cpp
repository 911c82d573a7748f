// SPDX-License-Identifier: MIT
// Recorded pushes in, sessions out: the library's main job on files. `replay --help` says the rest.
#include "replay/block_reader.hpp"
#include "replay/options.hpp"
#include "replay/platform.hpp"
#include "replay/progress.hpp"
#include "replay/summary.hpp"
#include "replay/text.hpp"
#include "replay/timeline.hpp"
#include "replay/timeline_log.hpp"
#include "replay/writers.hpp"

#include <tccc/push.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <variant>
#include <vector>

namespace {

constexpr int exit_rejected = 1;
constexpr int exit_trouble = 2;

struct file_closer {
    void operator()(std::FILE* file) const { std::fclose(file); }
};
using file_handle = std::unique_ptr<std::FILE, file_closer>;

tccc::session_policy make_policy(const replay::options& options) {
    tccc::session_policy policy;
    policy.direction = options.direction;
    if (options.settle) policy.settle = *options.settle;
    // A file cannot be asked to send a push again, so at a bound the oldest session goes out early.
    policy.on_overflow = tccc::overflow::evict;
    return policy;
}

// The place of a push in time, where nothing but the push itself says when it came.
std::optional<std::chrono::sys_seconds> time_of(const tccc::record_push_view& push) { return push.timestamp; }
std::optional<std::chrono::sys_seconds> time_of(const tccc::voicemail_push_view& push) {
    return push.timestamp;
}
std::optional<std::chrono::sys_seconds> time_of(const tccc::cdr_push_view& push) {
    return push.ended_timestamp ? push.ended_timestamp : push.start_timestamp;
}

class replayer {
public:
    replayer(const replay::options& options, std::FILE* rejects, std::uint64_t total_bytes)
        : options_(options), sessions_(make_policy(options)), rejects_(rejects), progress_(total_bytes) {
        if (!options.timeline.empty())
            timeline_.emplace(options.timeline_sessions, replay::disclosure(options.reveal));
    }

    /// Reads one file to its end; false when it cannot be read.
    bool read(std::FILE* file, std::string_view name) {
        replay::block_reader blocks(file, parser_.options().max_body_bytes);
        bool more = blocks.more();
        begin_output(blocks.text());
        const origin from{name, options_.input.value_or(tccc::detect_batch_format(blocks.text()))};
        tccc::batch_reader reader(from.format);
        const auto take_entry = [&](const tccc::batch_entry& entry) {
            progress_.update(bytes_before_ + entry.offset, summary_.pushes);
            const tccc::error error = take(entry);
            if (error.code != tccc::errc::ok) reject(from, entry, error, reader.inside_entry());
        };
        for (;;) {
            keep_rest(from, reader, blocks);
            if (!more) break;
            blocks.done(reader.read(parser_, blocks.text(), take_entry));
            more = blocks.more();
        }
        if (reader.inside_entry()) keep("\n");
        reader.finish(parser_, blocks.text(), take_entry);
        bytes_before_ += reader.offset();
        return !blocks.failed();
    }

    /// Writes what is still open, and all that was held back; false when something could not be written.
    bool finish() {
        begin_output({});
        sessions_.flush([this](const tccc::session& session) { write(session); });
        flush_output();
        progress_.make_way_for(stderr);
        return !write_failed_ && std::fflush(stdout) == 0 &&
               (rejects_ == nullptr || std::fflush(rejects_) == 0);
    }

    [[nodiscard]] const replay::summary& counts() const { return summary_; }
    [[nodiscard]] bool mixed() const { return mixed_; }
    [[nodiscard]] std::string timeline() const {
        return timeline_ ? replay::timeline_svg(timeline_->lanes()) : std::string();
    }

private:
    struct origin {
        std::string_view name;
        tccc::batch_format format;
        bool ndjson() const { return format == tccc::batch_format::ndjson; }
    };

    // Rows go out while the input is read, so its beginning decides which columns they have.
    void begin_output(std::string_view beginning) {
        if (writer_) return;
        mixed_ = replay::begins_with_envelope(beginning);
        writer_ = replay::make_writer(options_, mixed_);
        writer_->head(out_);
    }

    // One entry into the sessions; errc::ok when it was taken. What the reader took for a recording push is one; only
    // what it did not is looked at again.
    tccc::error take(const tccc::batch_entry& entry) {
        if (entry.push) return take(*entry.push, entry.push->timestamp, entry.offset);
        if (entry.push.error().code == tccc::errc::body_too_large) return entry.push.error();
        const auto envelope = tccc::parse_envelope(entry.body);
        if (envelope && envelope->body_offset == 0) return entry.push.error();  // none: a push by itself
        const auto located = [&entry](tccc::error error, std::size_t begin) {
            error.offset += entry.offset + begin;
            return error;
        };
        if (!envelope) return located(envelope.error(), 0);
        const auto any = parser_.parse(envelope->action, envelope->body);
        if (!any) return located(any.error(), envelope->body_offset);
        return std::visit([&](const auto& push) { return take_known(push, *envelope, entry.offset); }, *any);
    }

    tccc::error take_known(const tccc::unknown_push&, const tccc::envelope_view&, std::size_t) {
        ++summary_.unknown;
        return {};
    }

    template <class Push>
    tccc::error take_known(const Push& push, const tccc::envelope_view& envelope, std::size_t offset) {
        return take(push, envelope.at ? envelope.at : time_of(push), offset);
    }

    template <class Push>
    tccc::error take(const Push& push, std::optional<std::chrono::sys_seconds> time, std::size_t offset) {
        // First what is due by now, then the push: as in a service that looks at its clock every second.
        // Sessions that were evicted do not wait for the clock, which stands still after a push that claims
        // to be of the future.
        if ((time && *time > now_) || sessions_.evicted_sessions() != 0) {
            now_ = std::max(now_, time.value_or(now_));
            sessions_.collect(now_, [this](const tccc::session& session) { write(session); });
        }
        const tccc::added added = sessions_.add(push, now_);
        if (added == tccc::added::refused) return {tccc::errc::out_of_memory, {}, offset};
        summary_.count(added);
        using kind = replay::timeline_arrival::kind;
        kind what = kind::recording;
        if constexpr (std::is_same_v<Push, tccc::cdr_push_view>) {
            ++summary_.call_records;
            what = kind::call_record;
        } else if constexpr (std::is_same_v<Push, tccc::voicemail_push_view>) {
            ++summary_.voicemails;
            what = kind::voicemail;
        }
        if (timeline_) timeline_->arrived(push.sdk_app_id, push.session_id, what, added, now_);
        return {};
    }

    void write(const tccc::session& session) {
        summary_.count(session);
        if (timeline_) timeline_->closed(session, now_);
        writer_->write(session, out_);
        if (out_.size() >= std::size_t{1} << 16U) flush_output();
    }

    void flush_output() {
        progress_.make_way_for(stdout);
        write_failed_ |= std::fwrite(out_.data(), 1, out_.size(), stdout) != out_.size();
        out_.clear();
    }

    // A line is named by its number, and the byte by its place in it; other text by what numbers there are.
    void reject(const origin& from, const tccc::batch_entry& entry, tccc::error error, bool rest_follows) {
        ++summary_.rejected;
        std::ostringstream message;
        message << from.name << ':';
        if (from.ndjson()) {
            message << entry.line;
            error.offset -= entry.offset;
        } else {
            message << " entry " << entry.number;
        }
        message << ": " << error << " (" << tccc::message(error.code) << ")\n";
        progress_.make_way_for(stderr);
        std::fputs(message.str().c_str(), stderr);
        keep(entry.body);
        if (!rest_follows && !entry.body.empty()) keep("\n");
    }

    // What follows in the next block of an entry that was too large, and rejected by its beginning.
    void keep_rest(const origin& from, tccc::batch_reader& reader, replay::block_reader& blocks) {
        if (!reader.inside_entry()) return;
        const std::size_t size = reader.skip_rest(blocks.text());
        keep(blocks.text().substr(0, size));
        if (!reader.inside_entry() && !from.ndjson()) keep("\n");  // a line brings its own
        blocks.done(size);
    }

    void keep(std::string_view text) {
        if (rejects_ != nullptr && !text.empty())  // an array that lacks something has no bytes to keep
            write_failed_ |= std::fwrite(text.data(), 1, text.size(), rejects_) != text.size();
    }

    const replay::options& options_;
    tccc::parser parser_;
    tccc::session_aggregator sessions_;
    std::chrono::sys_seconds now_{};
    std::unique_ptr<replay::session_writer> writer_;
    bool mixed_ = false;
    std::optional<replay::timeline_log> timeline_;
    std::string out_;
    std::FILE* rejects_;
    bool write_failed_ = false;
    replay::progress progress_;
    std::uint64_t bytes_before_ = 0;
    replay::summary summary_;
};

int trouble(const std::string& what) {
    std::fputs(("replay: " + what + '\n').c_str(), stderr);
    return exit_trouble;
}

// The size of all inputs, or 0 where one of them is a pipe.
std::uint64_t total_size(const std::vector<std::string>& inputs) {
    std::uint64_t total = 0;
    for (const std::string& name : inputs) {
        std::error_code error;
        if (name == "-" || !std::filesystem::is_regular_file(name, error)) return 0;
        const std::uintmax_t size = std::filesystem::file_size(name, error);
        if (error) return 0;
        total += size;
    }
    return total;
}

// Before anything is written: a mistyped second file name must not cost an hour's work on the first, and the
// rejects must not overwrite what they come from.
std::optional<std::string> check_files(const replay::options& options) {
    for (const std::string& name : options.inputs) {
        std::error_code error;
        if (name == "-") continue;
        if (!std::filesystem::exists(name, error)) return "no such file: " + name;
        if (std::filesystem::is_directory(name, error)) return "a directory, not a file: " + name;
        if (!options.rejects.empty() && std::filesystem::equivalent(name, options.rejects, error))
            return "the file for rejects is an input: " + name;
        if (!options.timeline.empty() && std::filesystem::equivalent(name, options.timeline, error))
            return "the file for the timeline is an input: " + name;
    }
    return std::nullopt;
}

int run(const replay::options& options) {
    if (const auto complaint = check_files(options)) return trouble(*complaint);
    file_handle rejects;
    if (!options.rejects.empty()) {
        rejects.reset(std::fopen(options.rejects.c_str(), "wb"));
        if (!rejects) return trouble("cannot write " + options.rejects);
    }
    file_handle timeline;
    if (!options.timeline.empty()) {
        timeline.reset(std::fopen(options.timeline.c_str(), "wb"));
        if (!timeline) return trouble("cannot write " + options.timeline);
    }

    replayer replayer(options, rejects.get(), total_size(options.inputs));
    bool readable = true;
    for (const std::string& name : options.inputs) {
        const file_handle file(name == "-" ? nullptr : std::fopen(name.c_str(), "rb"));
        std::FILE* const input = name == "-" ? stdin : file.get();
        readable = input != nullptr && replayer.read(input, name);
        if (!readable) {
            trouble("cannot read " + name);
            break;
        }
    }
    bool written = replayer.finish();  // also after a failure: what was read is not lost
    if (timeline) {
        const std::string svg = replayer.timeline();
        written &= std::fwrite(svg.data(), 1, svg.size(), timeline.get()) == svg.size() &&
                   std::fflush(timeline.get()) == 0;
    }
    const bool table = options.format == replay::output_format::table;
    if (table) std::fputc('\n', stdout);
    std::fputs(replayer.counts().text(replayer.mixed()).c_str(), table ? stdout : stderr);
    if (!written || std::fflush(stdout) != 0) return trouble("cannot write all of the output");
    if (!readable) return exit_trouble;
    return replayer.counts().rejected == 0 ? 0 : exit_rejected;
}

}  // namespace

int main(int argc, char** argv) {
    replay::use_bytes(stdin);
    replay::use_bytes(stdout);
    replay::options options;
    replay::option_reader reader(std::vector<std::string_view>(argv + 1, argv + argc), options);
    if (const auto complaint = reader.read()) {
        trouble(*complaint);
        std::fputs("Try replay --help\n", stderr);
        return exit_trouble;
    }
    if (options.help) {
        std::fputs(replay::usage.data(), stdout);
        return std::fflush(stdout) == 0 ? 0 : exit_trouble;
    }
    return run(options);
}
