// SPDX-License-Identifier: MIT
#include "../support/contender.hpp"

#include <yyjson.h>

namespace bench {
namespace {

/// With a pool that is reused: its best case.
class by_yyjson {
public:
    explicit by_yyjson(const std::vector<std::string>& bodies) : bodies_(bodies) {
        pool_.resize(yyjson_read_max_memory_usage(bodies_.longest(), YYJSON_READ_NOFLAG));
    }
    static bool suits(const corpus&) { return true; }
    template <class Use>
    bool read(std::size_t index, Use&& use) {
        yyjson_alc allocator;
        if (!yyjson_alc_pool_init(&allocator, pool_.data(), pool_.size())) return false;
        // The reader does not write to its input without YYJSON_READ_INSITU; its signature cannot say so.
        const std::string_view body = bodies_[index];
        yyjson_doc* const document = yyjson_read_opts(const_cast<char*>(body.data()), body.size(),
                                                      YYJSON_READ_NOFLAG, &allocator, nullptr);
        yyjson_val* const root = yyjson_doc_get_root(document);
        if (!yyjson_is_obj(root)) return false;
        fields push = blank;
        yyjson_obj_iter members = yyjson_obj_iter_with(root);
        push.sdk_app_id = yyjson_get_sint(yyjson_obj_iter_get(&members, "SdkAppId"));
        push.record_id = text(yyjson_obj_iter_get(&members, "RecordId"));
        push.session_id = text(yyjson_obj_iter_get(&members, "SessionId"));
        push.timestamp = yyjson_get_sint(yyjson_obj_iter_get(&members, "Timestamp"));
        push.endpoint_user = text(yyjson_obj_iter_get(&members, "EndpointUser"));
        push.record_url = text(yyjson_obj_iter_get(&members, "RecordURL"));
        push.custom_record_url = text(yyjson_obj_iter_get(&members, "CustomRecordURL"));
        use(push);
        return true;
    }

private:
    static std::string_view text(yyjson_val* value) {
        return yyjson_is_str(value) ? std::string_view(yyjson_get_str(value), yyjson_get_len(value))
                                    : std::string_view();
    }

    exact_bodies bodies_;
    std::vector<char> pool_;
};

}  // namespace

void add_yyjson(std::vector<contender>& contenders) {
    contenders.push_back(make_contender<by_yyjson>("yyjson", standing::other));
}

}  // namespace bench
