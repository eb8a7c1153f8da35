using System.Buffers.Binary;
using System.Text;
using MapDet.Training.Telemetry;
using MapDet.Training.Tests.Fakes;

namespace MapDet.Training.Tests.Telemetry;

public sealed class TensorBoardTests
{
    [Fact]
    public async Task Event_files_are_whole_records_with_right_checksums()
    {
        using TemporaryFolder folder = new();

        await new FakeRun(folder.Path) { MoreObservers = [new TensorBoardObserver()] }.TrainAsync();

        byte[] bytes = await File.ReadAllBytesAsync(Assert.Single(Directory.GetFiles(folder.Path, "events.out.tfevents.*")));
        List<string> records = [];
        for (int position = 0; position < bytes.Length;)
        {
            int length = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(position));
            Assert.Equal(MaskedCrc(bytes.AsSpan(position, 8)), BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(position + 8)));
            Span<byte> data = bytes.AsSpan(position + 12, length);
            Assert.Equal(MaskedCrc(data), BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(position + 12 + length)));
            records.Add(Encoding.Latin1.GetString(data));
            position += length + 16;
        }

        Assert.Contains("brain.Event:2", records[0], StringComparison.Ordinal);
        Assert.Equal(12, records.Count(r => r.Contains("loss/total", StringComparison.Ordinal)));
        Assert.Equal(12, records.Count(r => r.Contains("speed/data_wait_seconds", StringComparison.Ordinal)));
        Assert.Equal(12, records.Count(r => r.Contains("memory/gigabytes", StringComparison.Ordinal)));
        Assert.Equal(2, records.Count(r => r.Contains("eval/mAP", StringComparison.Ordinal)));
    }

    private static uint MaskedCrc(ReadOnlySpan<byte> data)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in data)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 1 ? (crc >> 1) ^ 0x82F63B78 : crc >> 1;
            }
        }

        crc = ~crc;
        return ((crc >> 15) | (crc << 17)) + 0xA282EAD8;
    }
}
