/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/sysmacros.h>

#include <cmocka.h>

#include "core/base/file_system.h"

enum { FUSE = 0x65735546 };

static const char mounts[] =
    "22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw\n"
    "40 22 0:50 / /media/nas rw,nosuid shared:20 master:1 - fuse.sshfs me@nas:/ rw,user_id=0\n"
    "41 22 0:51 / /media/safe rw - fuse.gocryptfs /media/hidden rw\n"
    "42 22 0:5 / /media/half rw - fuse.sshf a rw\n"
    "43 22 0:52 / /media/cloud rw - fuse.rclone drive: rw";

static void test_file_systems_of_a_network_are_known(void **state)
{
    (void)state;
    assert_string_equal(file_system_remote_type(0x6969, 0, ""), "NFS");
    assert_string_equal(file_system_remote_type(0xff534d42, 0, ""), "CIFS");
    assert_string_equal(file_system_remote_type(0xfe534d42, 0, ""), "SMB");
    assert_string_equal(file_system_remote_type(0x01021997, 0, ""), "9p");
    assert_null(file_system_remote_type(0xef53, 0, mounts));     /* ext4 */
    assert_null(file_system_remote_type(0x01021994, 0, mounts)); /* tmpfs, one digit from 9p */
    assert_null(file_system_remote_type(0x9123683e, makedev(0, 50), mounts)); /* btrfs */
}

static void test_one_of_fuse_is_known_by_its_mount(void **state)
{
    (void)state;
    assert_string_equal(file_system_remote_type(FUSE, makedev(0, 50), mounts), "sshfs");
    assert_string_equal(file_system_remote_type(FUSE, makedev(0, 52), mounts), "rclone");
    assert_null(file_system_remote_type(FUSE, makedev(0, 51), mounts)); /* encrypted, but here */
    assert_null(file_system_remote_type(FUSE, makedev(0, 5), mounts));
    assert_null(file_system_remote_type(FUSE, makedev(8, 1), mounts));
    assert_null(file_system_remote_type(FUSE, makedev(0, 50), ""));
}

static void test_a_folder_here_is_not_on_a_network(void **state)
{
    (void)state;
    assert_null(file_system_remote("/proc"));
    assert_null(file_system_remote("/"));
    assert_null(file_system_remote("/nonexistent"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_file_systems_of_a_network_are_known),
        cmocka_unit_test(test_one_of_fuse_is_known_by_its_mount),
        cmocka_unit_test(test_a_folder_here_is_not_on_a_network),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
