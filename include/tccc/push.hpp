// SPDX-License-Identifier: MIT
/// @file
/// Everything that a receiver needs, in one include.
#ifndef TCCC_PUSH_HPP
#define TCCC_PUSH_HPP

#include <tccc/anomaly.hpp>
#include <tccc/any_push.hpp>
#include <tccc/batch.hpp>
#include <tccc/batch_format.hpp>
#include <tccc/call_codes.hpp>
#include <tccc/cdr_push.hpp>
#include <tccc/config.hpp>
#include <tccc/endpoint_user.hpp>
#include <tccc/envelope.hpp>
#include <tccc/error.hpp>
#include <tccc/parser.hpp>
#include <tccc/reconcile.hpp>
#include <tccc/record_push.hpp>
#include <tccc/record_url.hpp>
#include <tccc/response.hpp>
#include <tccc/result.hpp>
#include <tccc/session.hpp>
#include <tccc/session_aggregator.hpp>
#include <tccc/sharded_session_aggregator.hpp>
#include <tccc/tel_cdr_answer.hpp>
#include <tccc/version.hpp>
#include <tccc/voicemail_push.hpp>

#endif
