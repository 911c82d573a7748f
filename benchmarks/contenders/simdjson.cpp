// SPDX-License-Identifier: MIT
#include "on_demand.hpp"

#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace bench {
namespace {

bool read_dom(const simdjson::dom::element& root, fields& push) {
    simdjson::dom::object object;
    if (root.get_object().get(object)) return false;
    for (const auto [key, value] : object) {
        bool good = true;
        if (key == "SdkAppId") {
            good = !value.get_int64().get(push.sdk_app_id);
        } else if (key == "RecordId") {
            good = !value.get_string().get(push.record_id);
        } else if (key == "SessionId") {
            good = !value.get_string().get(push.session_id);
        } else if (key == "Timestamp") {
            good = !value.get_int64().get(push.timestamp);
        } else if (key == "EndpointUser") {
            good = !value.get_string().get(push.endpoint_user);
        } else if (key == "RecordURL") {
            good = !value.get_string().get(push.record_url);
        } else if (key == "CustomRecordURL") {
            good = !value.get_string().get(push.custom_record_url);
        }
        if (!good) return false;
    }
    return true;
}

class by_dom {
public:
    explicit by_dom(const std::vector<std::string>& bodies) : bodies_(bodies) {}
    static bool suits(const corpus&) { return true; }
    template <class Use>
    bool read(std::size_t index, Use&& use) {
        simdjson::dom::element root;
        fields push = blank;
        if (parser_.parse(bodies_[index]).get(root) || !read_dom(root, push)) return false;
        use(push);
        return true;
    }

private:
    padded_bodies bodies_;
    simdjson::dom::parser parser_;
};

class stage_1 {
public:
    explicit stage_1(const std::vector<std::string>& bodies) : bodies_(bodies) {}
    std::uint64_t touch(std::size_t index) {
        simdjson::ondemand::document document;
        return static_cast<std::uint64_t>(parser_.iterate(bodies_[index]).get(document));
    }

private:
    padded_bodies bodies_;
    simdjson::ondemand::parser parser_;
};

class utf8_alone {
public:
    explicit utf8_alone(const std::vector<std::string>& bodies) : bodies_(bodies) {}
    std::uint64_t touch(std::size_t index) const {
        return static_cast<std::uint64_t>(
            simdjson::validate_utf8(bodies_[index].data(), bodies_[index].size()));
    }

private:
    exact_bodies bodies_;
};

class copy_alone {
public:
    explicit copy_alone(const std::vector<std::string>& bodies) : bodies_(bodies), copy_(bodies_.longest()) {}
    std::uint64_t touch(std::size_t index) {
        std::memcpy(copy_.data(), bodies_[index].data(), bodies_[index].size());
        benchmark::DoNotOptimize(copy_.data());
        benchmark::ClobberMemory();
        return bodies_[index].size();
    }

private:
    exact_bodies bodies_;
    std::vector<char> copy_;
};

/// What every time above contains and no parser is to blame for.
class empty_loop {
public:
    explicit empty_loop(const std::vector<std::string>& bodies) : bodies_(bodies) {}
    std::uint64_t touch(std::size_t index) const { return bodies_[index].size(); }

private:
    exact_bodies bodies_;
};

}  // namespace

struct reference::documents {
    std::vector<simdjson::dom::parser> parsers;
};

reference::reference(const corpus& pushes) : documents_(std::make_unique<documents>()) {
    documents_->parsers.resize(pushes.bodies.size());
    fields_.resize(pushes.bodies.size());
    for (std::size_t i = 0; i < fields_.size(); ++i) {
        simdjson::dom::element root;
        if (documents_->parsers[i].parse(pushes.bodies[i]).get(root) || !read_dom(root, fields_[i])) {
            std::fprintf(stderr, "%s: the reference refuses push %zu\n", pushes.name.c_str(), i);
            std::exit(1);
        }
    }
}
reference::reference(reference&&) noexcept = default;
reference::~reference() = default;

void add_simdjson(std::vector<contender>& contenders) {
    contenders.push_back(
        make_contender<on_demand_in_order>("simdjson On-Demand, in order", standing::on_demand));
    contenders.push_back(
        make_contender<on_demand_unordered>("simdjson On-Demand, unordered", standing::on_demand));
    contenders.push_back(
        make_contender<on_demand_by_iteration>("simdjson On-Demand, by iteration", standing::on_demand));
    contenders.push_back(make_contender<by_dom>("simdjson DOM", standing::other));
}

void add_floors(std::vector<contender>& contenders) {
    contenders.push_back(make_floor<copy_alone>("floor: memcpy"));
    contenders.push_back(make_floor<utf8_alone>("floor: simdjson validate_utf8"));
    contenders.push_back(make_floor<stage_1>("floor: simdjson stage 1"));
    contenders.push_back(make_floor<empty_loop>("empty loop"));
}

}  // namespace bench
