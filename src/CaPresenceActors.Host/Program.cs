Console.WriteLine("capresence");
