/* SPDX-License-Identifier: MIT */
#include "core/base/file_system.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/sysmacros.h>

#include "core/base/error.h"
#include "core/base/mounts.h"

static const uint32_t type_fuse = 0x65735546;

/* As linux/magic.h and the file systems themselves number them. */
static const struct {
    uint32_t type;
    const char *name;
} types[] = {
    {0x6969, "NFS"},       {0xff534d42, "CIFS"}, {0xfe534d42, "SMB"},    {0x517b, "SMB"},
    {0x01021997, "9p"},    {0x00c36400, "Ceph"}, {0x5346414f, "AFS"},    {0x6b414653, "AFS"},
    {0x73757245, "Coda"},  {0x564c, "NCP"},      {0x0bd00bd0, "Lustre"}, {0x47504653, "GPFS"},
    {0x7461636f, "OCFS2"}, {0x01161970, "GFS2"}, {0x19830326, "BeeGFS"}, {0x786f4256, "vboxsf"},
};

/* What programs that use FUSE call themselves, after "fuse.". Others keep their files here. */
static const char *const fuse_names[] = {
    "sshfs",      "rclone",    "s3fs",   "gcsfuse",     "davfs",
    "glusterfs",  "ceph-fuse", "ceph",   "smbnetfs",    "curlftpfs",
    "gvfsd-fuse", "nfs",       "goofys", "vmhgfs-fuse", "juicefs",
    "seaweedfs",  "moosefs",   "mfs",    "lizard",      "google-drive-ocamlfuse",
    "onedriver",
};

/* The name in the table that is the len bytes of text, or NULL. */
static const char *fuse_name(const char *text, size_t len)
{
    for (size_t i = 0; i < sizeof(fuse_names) / sizeof(*fuse_names); i++) {
        if (strlen(fuse_names[i]) == len && memcmp(fuse_names[i], text, len) == 0)
            return fuse_names[i];
    }
    return NULL;
}

/* Of a line "36 35 98:0 / /mnt rw - fuse.sshfs host: rw": the name if it is of this device. */
static const char *fuse_of_line(const char *line, size_t len, dev_t device)
{
    static const char before[] = " - fuse.";
    unsigned parts[2];
    const char *type = memmem(line, len, before, sizeof(before) - 1);
    if (!type || sscanf(line, "%*d %*d %u:%u", &parts[0], &parts[1]) != 2 ||
        makedev(parts[0], parts[1]) != device)
        return NULL;
    type += sizeof(before) - 1;
    size_t name = 0;
    while (type + name < line + len && type[name] != ' ')
        name++;
    return fuse_name(type, name);
}

const char *file_system_remote_type(uint32_t type, dev_t device, const char *mounts)
{
    for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++) {
        if (types[i].type == type)
            return types[i].name;
    }
    while (type == type_fuse && *mounts) {
        size_t len = strcspn(mounts, "\n");
        const char *name = fuse_of_line(mounts, len, device);
        if (name)
            return name;
        mounts += len + (mounts[len] == '\n');
    }
    return NULL;
}

const char *file_system_remote(const char *folder)
{
    struct statfs about;
    struct stat place;
    if (statfs(folder, &about) != 0 || stat(folder, &place) != 0)
        return NULL;
    uint32_t type = (uint32_t)about.f_type;
    CLEANUP(cleanup_free) char *mounts = type == type_fuse ? mounts_read() : NULL;
    return file_system_remote_type(type, place.st_dev, mounts ? mounts : "");
}
