// SPDX-License-Identifier: MIT
/// @file
/// What is the best that one writes by hand with simdjson's On-Demand? On buffers that are padded already, and
/// without a look at what is not asked for. Used for times and for instructions alike.
#ifndef TCCC_BENCHMARKS_ON_DEMAND_HPP
#define TCCC_BENCHMARKS_ON_DEMAND_HPP

#include "../support/contender.hpp"

#include <tccc/detail/simdjson.hpp>

#include <utility>

namespace bench {

class padded_bodies {
public:
    explicit padded_bodies(const std::vector<std::string>& bodies) {
        for (const std::string& body : bodies)
            padded_.emplace_back(body);
    }
    const simdjson::padded_string& operator[](std::size_t index) const { return padded_[index]; }

private:
    std::vector<simdjson::padded_string> padded_;
};

/// Fields asked for in the vendor's order: each search begins where the last one ended. `document` is a document, a
/// reference to one, or simdjson's result with either.
template <class Document>
inline bool read_in_order(Document& document, fields& push) {
    simdjson::ondemand::object object;
    if (document.get_object().get(object)) return false;
    if (object.find_field("SdkAppId").get_int64().get(push.sdk_app_id) ||
        object.find_field("RecordId").get_string().get(push.record_id) ||
        object.find_field("SessionId").get_string().get(push.session_id) ||
        object.find_field("Timestamp").get_int64().get(push.timestamp) ||
        object.find_field("EndpointUser").get_string().get(push.endpoint_user) ||
        object.find_field("RecordURL").get_string().get(push.record_url))
        return false;
    const simdjson::error_code custom =
        object.find_field("CustomRecordURL").get_string().get(push.custom_record_url);
    return custom == simdjson::SUCCESS || custom == simdjson::NO_SUCH_FIELD;
}

class on_demand_in_order {
public:
    explicit on_demand_in_order(const std::vector<std::string>& bodies) : bodies_(bodies) {}
    static bool suits(const corpus& pushes) { return pushes.ordered; }
    template <class Use>
    bool read(std::size_t index, Use&& use) {
        simdjson::ondemand::document document;
        fields push = blank;
        if (parser_.iterate(bodies_[index]).get(document) || !read_in_order(document, push)) return false;
        use(push);
        return true;
    }

private:
    padded_bodies bodies_;
    simdjson::ondemand::parser parser_;
};

/// The same questions, wherever the answers stand.
class on_demand_unordered {
public:
    explicit on_demand_unordered(const std::vector<std::string>& bodies) : bodies_(bodies) {}
    static bool suits(const corpus&) { return true; }
    template <class Use>
    bool read(std::size_t index, Use&& use) {
        simdjson::ondemand::document document;
        simdjson::ondemand::object object;
        fields push = blank;
        if (parser_.iterate(bodies_[index]).get(document) || document.get_object().get(object)) return false;
        if (object.find_field_unordered("SdkAppId").get_int64().get(push.sdk_app_id) ||
            object.find_field_unordered("RecordId").get_string().get(push.record_id) ||
            object.find_field_unordered("SessionId").get_string().get(push.session_id) ||
            object.find_field_unordered("Timestamp").get_int64().get(push.timestamp) ||
            object.find_field_unordered("EndpointUser").get_string().get(push.endpoint_user) ||
            object.find_field_unordered("RecordURL").get_string().get(push.record_url))
            return false;
        const simdjson::error_code custom =
            object.find_field_unordered("CustomRecordURL").get_string().get(push.custom_record_url);
        if (custom != simdjson::SUCCESS && custom != simdjson::NO_SUCH_FIELD) return false;
        use(push);
        return true;
    }

private:
    padded_bodies bodies_;
    simdjson::ondemand::parser parser_;
};

/// Every field once, and a decision by its key.
class on_demand_by_iteration {
public:
    explicit on_demand_by_iteration(const std::vector<std::string>& bodies) : bodies_(bodies) {}
    static bool suits(const corpus&) { return true; }
    template <class Use>
    bool read(std::size_t index, Use&& use) {
        simdjson::ondemand::document document;
        simdjson::ondemand::object object;
        fields push = blank;
        if (parser_.iterate(bodies_[index]).get(document) || document.get_object().get(object)) return false;
        for (auto next : object) {
            simdjson::ondemand::field field;
            if (std::move(next).get(field)) return false;
            std::string_view* text = nullptr;
            std::int64_t* number = nullptr;
            find(field.key().raw(), push, text, number);
            // One call of each kind: six of them inlined cost a quarter more.
            if (text != nullptr) {
                if (field.value().get_string().get(*text)) return false;
            } else if (number != nullptr && field.value().get_int64().get(*number)) {
                return false;
            }
        }
        use(push);
        return true;
    }

private:
    /// The key still has its quote behind it, and the padding lets it be compared without its length. The
    /// first letter decides between all but three.
    static void find(const char* key, fields& push, std::string_view*& text, std::int64_t*& number) {
        const auto is = [key](std::string_view name) {
            return std::string_view(key, name.size()) == name && key[name.size()] == '"';
        };
        switch (key[0]) {
        case 'S':
            if (is("SdkAppId")) number = &push.sdk_app_id;
            if (is("SessionId")) text = &push.session_id;
            break;
        case 'R':
            if (is("RecordURL")) text = &push.record_url;
            if (is("RecordId")) text = &push.record_id;
            break;
        case 'T':
            if (is("Timestamp")) number = &push.timestamp;
            break;
        case 'E':
            if (is("EndpointUser")) text = &push.endpoint_user;
            break;
        case 'C':
            if (is("CustomRecordURL")) text = &push.custom_record_url;
            break;
        default: break;
        }
    }

    padded_bodies bodies_;
    simdjson::ondemand::parser parser_;
};

}  // namespace bench

#endif
