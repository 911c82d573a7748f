// SPDX-License-Identifier: MIT
#include "../support/contender.hpp"

#include <rapidjson/reader.h>

#include <cstring>

namespace bench {
namespace {

/// In situ parsing writes to its input, so each push is copied first, with the NUL that it needs.
class writable_copy {
public:
    explicit writable_copy(const std::vector<std::string>& bodies)
        : bodies_(bodies), copy_(bodies_.longest() + 1) {}
    char* operator[](std::size_t index) {
        const std::string_view body = bodies_[index];
        std::memcpy(copy_.data(), body.data(), body.size());
        copy_[body.size()] = '\0';
        return copy_.data();
    }

private:
    exact_bodies bodies_;
    std::vector<char> copy_;
};

/// Keeps the strings and numbers of the outermost object whose keys are known.
class handler : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, handler> {
public:
    explicit handler(fields& push) : push_(push) {}
    bool Key(const char* text, rapidjson::SizeType size, bool /*copied*/) {
        text_ = nullptr;
        number_ = nullptr;
        if (depth_ != 1) return true;
        const std::string_view key(text, size);
        if (key == "SdkAppId") {
            number_ = &push_.sdk_app_id;
        } else if (key == "RecordId") {
            text_ = &push_.record_id;
        } else if (key == "SessionId") {
            text_ = &push_.session_id;
        } else if (key == "Timestamp") {
            number_ = &push_.timestamp;
        } else if (key == "EndpointUser") {
            text_ = &push_.endpoint_user;
        } else if (key == "RecordURL") {
            text_ = &push_.record_url;
        } else if (key == "CustomRecordURL") {
            text_ = &push_.custom_record_url;
        }
        return true;
    }
    bool String(const char* text, rapidjson::SizeType size, bool /*copied*/) {
        if (text_ != nullptr) *text_ = {text, size};
        return number_ == nullptr;
    }
    bool Int64(std::int64_t number) {
        if (number_ != nullptr) *number_ = number;
        return text_ == nullptr;
    }
    bool Uint64(std::uint64_t number) { return Int64(static_cast<std::int64_t>(number)); }
    bool Uint(unsigned number) { return Int64(number); }
    bool Int(int number) { return Int64(number); }
    bool Double(double /*number*/) { return Default(); }
    bool Default() { return text_ == nullptr && number_ == nullptr; }
    bool StartObject() { return ++depth_ == 1 || Default(); }
    bool EndObject(rapidjson::SizeType /*size*/) {
        --depth_;
        return true;
    }
    bool EndArray(rapidjson::SizeType /*size*/) { return true; }

private:
    fields& push_;
    std::string_view* text_ = nullptr;
    std::int64_t* number_ = nullptr;
    int depth_ = 0;
};

class by_sax {
public:
    explicit by_sax(const std::vector<std::string>& bodies) : bodies_(bodies) {}
    static bool suits(const corpus&) { return true; }
    template <class Use>
    bool read(std::size_t index, Use&& use) {
        fields push = blank;
        handler fill(push);
        rapidjson::InsituStringStream stream(bodies_[index]);
        if (!reader_.Parse<rapidjson::kParseInsituFlag | rapidjson::kParseValidateEncodingFlag>(stream, fill))
            return false;
        use(push);
        return true;
    }

private:
    writable_copy bodies_;
    rapidjson::Reader reader_;
};

}  // namespace

void add_rapidjson(std::vector<contender>& contenders) {
    contenders.push_back(make_contender<by_sax>("RapidJSON, SAX in situ", standing::other));
}

}  // namespace bench
